import { optionTable } from '../../config/options/option-table.js';
import { defaultText, optionKey, type OptionRow } from '../../config/options/row.js';

const head = `# yaml-language-server: $schema=config.schema.json
#
# Options of voicelive for this user. Above them: profiles, the .env of the folder, the environment, flags.
# Remove the "# " before what you need; voicelive config show lists what applies and why.
# Paths are relative to this file.
`;

const profiles = `
# --- Profiles: endpoints and personas by name, for --profile NAME or VOICELIVE_PROFILE; "profile: NAME" above makes one the
# default
# profiles:
#   work:
#     endpoint: https://NAME.services.ai.azure.com
#     credential: cli
#   tutor:
#     voice: en-US-AvaMultilingualNeural
#     instructions: You are a patient language tutor.
`;

/** A configuration file in which every option stands, commented out. */
export function configTemplate(): string {
  const groups = [...new Set(optionTable.map(({ group }) => group))];
  const sections = groups.map((group) => {
    const rows = optionTable.filter((row) => row.group === group);
    return `\n# --- ${group.charAt(0).toUpperCase()}${group.slice(1)}\n${rows.map(entry).join('')}`;
  });
  return `${head}${sections.join('')}${profiles}`;
}

function entry(row: OptionRow): string {
  const { choices } = row.value;
  const usual = defaultText(row);
  const notes = [
    ...(choices === undefined ? [] : [`one of ${choices.join(', ')}`]),
    ...(usual === '' ? [] : [`default: ${usual}`]),
  ];
  const about = notes.length === 0 ? row.help : `${row.help} (${notes.join('; ')})`;
  return `#\n## ${about}\n# ${optionKey(row)}: ${exampleOf(row)}\n`;
}

/** A value of the right kind, in YAML. */
function exampleOf({ flag, value, default: usual }: OptionRow): string {
  if (value.form === 'switch') return 'true';
  if (typeof usual === 'number' || typeof usual === 'string') return String(usual);
  const [choice] = value.choices ?? [];
  if (choice !== undefined) return choice;
  if (value.form === 'number') return '1';
  const [placeholder = 'value'] = /[^ <>[\]]+(?=[>\]]$)/.exec(flag) ?? [];
  const text = JSON.stringify(placeholder.toUpperCase());
  return value.repeats ? `[${text}]` : text;
}
