// The program behind get_weather: arguments as JSON on stdin, the result as JSON on stdout.
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { city } = JSON.parse(Buffer.concat(chunks).toString());
// Ask your weather service here. A fixed answer makes a test that gives the same result each time.
process.stdout.write(JSON.stringify({ city, temperature_c: 21, sky: 'sunny' }));
