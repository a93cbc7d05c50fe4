#!/usr/bin/env bash
# A virtual sound card for machines without one: a private PulseAudio server with a speaker and a microphone that
# programs reach through ALSA's default device, as they would reach real ones. Debian and Ubuntu, root or not.
#
#   virtual-sound.sh install            install the packages that are missing (needs root)
#   virtual-sound.sh up                 start; does nothing when it is up already
#   virtual-sound.sh env                print the variables that point programs at it: eval "$(virtual-sound.sh env)"
#   virtual-sound.sh status             list sinks and sources; fails when it is down
#   virtual-sound.sh say TEXT           speak into the microphone (VL_VOICE, VL_WPM: voice and words per minute)
#   virtual-sound.sh play FILE.wav      play into the microphone
#   virtual-sound.sh rec FILE.wav SEC   record what the speaker plays
#   virtual-sound.sh hear-self on|off   let the microphone hear the speaker
#   virtual-sound.sh verify             prove that sound passes through speaker and microphone
#   virtual-sound.sh down               stop what `up` started and remove its folder
#
# Everything lives in VL_SOUND_DIR (default: /tmp/voicelive-sound-<uid>); no file of the system or the user is changed.
# VL_SOUND_ALSA=minimal leaves the system's ALSA configuration out: one device, and no messages while devices are probed.
set -euo pipefail

dir=${VL_SOUND_DIR:-/tmp/voicelive-sound-$(id -u)}
packages=(pulseaudio pulseaudio-utils libasound2-plugins alsa-utils espeak-ng sox)
speaker=voicelive_speaker
room=voicelive_room # what is played here is what the microphone hears
microphone=voicelive_microphone

fail() {
  printf 'virtual-sound: %s\n' "$1" >&2
  exit "${2:-1}"
}

variables() {
  printf 'export %s=%q\n' \
    VL_SOUND_DIR "$dir" \
    PULSE_SERVER "unix:$dir/socket" \
    PULSE_RUNTIME_PATH "$dir/runtime" \
    PULSE_STATE_PATH "$dir/state" \
    PULSE_CONFIG_PATH "$dir/state" \
    PULSE_COOKIE "$dir/cookie" \
    ALSA_CONFIG_PATH "$dir/alsa.conf"
}

# is_ours PID NAME: the process runs and is still the program we started, not a later one with its number.
is_ours() {
  [[ $1 =~ ^[0-9]+$ ]] && tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" | grep -q -- "$2"
}

server_pid() {
  local pid
  pid=$(cat "$dir/server.pid" 2>/dev/null) || return 1
  is_ours "$pid" pulseaudio && printf '%s' "$pid"
}

answers() { timeout 2 pactl info >/dev/null 2>&1; }

is_up() { server_pid >/dev/null && answers; }

install_packages() {
  local missing=() name
  for name in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done
  if ((${#missing[@]} == 0)); then
    echo 'all packages are installed'
    return
  fi
  [[ $(id -u) == 0 ]] || fail "needs root to install: ${missing[*]}" 3
  apt-get -o DPkg::Lock::Timeout=120 update -qq
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
  echo "installed: ${missing[*]}"
}

write_configuration() {
  mkdir -p "$dir/runtime" "$dir/state"
  chmod 700 "$dir" "$dir/runtime"
  cat >"$dir/server.pa" <<PA
load-module module-native-protocol-unix auth-anonymous=1 socket=$dir/socket
load-module module-null-sink sink_name=$speaker rate=48000 channels=2 sink_properties=device.description=Speaker
load-module module-null-sink sink_name=$room rate=48000 channels=1 sink_properties=device.description=Room
load-module module-remap-source source_name=$microphone master=$room.monitor source_properties=device.description=Microphone
set-default-sink $speaker
set-default-source $microphone
PA
  {
    [[ ${VL_SOUND_ALSA:-full} == minimal ]] || echo '</usr/share/alsa/alsa.conf>'
    echo 'pcm.!default { type pulse hint { show on description "Virtual sound card" } }'
    echo 'ctl.!default { type pulse }'
  } >"$dir/alsa.conf"
}

# A real card is never late: the server goes before everything else where that is allowed.
start_server() {
  setsid pulseaudio -n -F "$dir/server.pa" --daemonize=no --use-pid-file=no --exit-idle-time=-1 --disable-shm=yes \
    --high-priority=yes --realtime=no --log-target="file:$dir/server.log" </dev/null >/dev/null 2>&1 &
  echo $! >"$dir/server.pid"
  local attempt
  for attempt in {1..100}; do
    answers && return
    server_pid >/dev/null || ((attempt < 20)) || break
    sleep 0.05
  done
  cat "$dir/server.log" >&2 2>/dev/null || true
  stop_all >/dev/null
  fail 'the PulseAudio server did not start'
}

# A null sink without a listener that wants low latency moves its clock only every 2 s. One silent listener on each
# keeps both at about 10 ms; without it the first sound comes up to 2 s late.
keep_clocks_fine() {
  local sink
  : >"$dir/listeners.pid"
  for sink in $speaker $room; do
    setsid parec --latency-msec=10 --raw -d "$sink.monitor" </dev/null >/dev/null 2>&1 &
    echo $! >>"$dir/listeners.pid"
  done
  for sink in $speaker $room; do
    timeout 5 bash -c "parec --latency-msec=10 --raw -d $sink.monitor 2>/dev/null | head -c 64 >/dev/null" || true
  done
}

up() {
  command -v pulseaudio >/dev/null && command -v pactl >/dev/null || fail "PulseAudio is missing; run: $0 install" 3
  if is_up; then
    echo "is up already (pid $(server_pid))"
    return
  fi
  stop_all >/dev/null
  write_configuration
  start_server
  keep_clocks_fine
  echo "is up (pid $(server_pid)); point programs at it with: eval \"\$($0 env)\""
}

stop_all() {
  local pid attempt
  if [[ -s $dir/listeners.pid ]]; then
    while read -r pid; do
      if is_ours "$pid" parec; then kill "$pid" 2>/dev/null || true; fi
    done <"$dir/listeners.pid"
  fi
  if pid=$(server_pid); then
    kill "$pid" 2>/dev/null || true
    for attempt in {1..60}; do
      is_ours "$pid" pulseaudio || break
      sleep 0.05
    done
    if is_ours "$pid" pulseaudio; then kill -9 "$pid" 2>/dev/null || true; fi
    echo "stopped (pid $pid)"
  else
    echo 'was not up'
  fi
  # Only what this script wrote: a mistyped VL_SOUND_DIR must not cost anybody a folder.
  rm -rf -- "$dir/runtime" "$dir/state"
  rm -f -- "$dir"/{server.pa,server.pid,server.log,listeners.pid,alsa.conf,socket,cookie}
  rmdir -- "$dir" 2>/dev/null || true
}

say() {
  local file
  [[ -n $* ]] || fail 'say needs a text' 2
  file=$(mktemp --suffix=.wav)
  espeak-ng -v "${VL_VOICE:-en-us}" -s "${VL_WPM:-130}" -w "$file" --stdin <<<"$*"
  paplay -d $room "$file"
  rm -f "$file"
}

record() {
  timeout "$2" parec -d $speaker.monitor --format=s16le --rate=24000 --channels=1 --latency-msec=20 \
    --file-format=wav "$1" || (($? == 124)) || fail 'recording failed'
}

hear_self() {
  local module
  module=$(pactl list short modules | awk -v from="$speaker.monitor" '/module-loopback/ && index($0, from) { print $1 }')
  case $1 in
    on) [[ -n $module ]] || pactl load-module module-loopback source=$speaker.monitor sink=$room latency_msec=20 >/dev/null ;;
    off) [[ -z $module ]] || pactl unload-module "$module" ;;
    *) fail 'hear-self takes on or off' 2 ;;
  esac
}

# expect WHAT FILE MIN_RMS [HZ]: the recording is loud enough and, if asked, has the tone's pitch.
expect() {
  local stat rms hz
  stat=$(sox "$2" -n stat 2>&1) || fail "$1: nothing was recorded"
  rms=$(awk '/RMS.*amplitude/ { print $3 }' <<<"$stat")
  hz=$(awk '/Rough/ { print $3 }' <<<"$stat")
  if awk -v rms="$rms" -v min="$3" -v hz="$hz" -v want="${4:-0}" \
    'BEGIN { exit !(rms >= min && (want == 0 || (hz > want * 0.97 && hz < want * 1.03))) }'; then
    echo "ok: $1 (rms $rms, about $hz Hz)"
  else
    echo "FAILED: $1 (rms $rms, about $hz Hz)"
    failures=$((failures + 1))
  fi
}

# while_recording RECORDER... -- PLAYER...: records for its own time, plays meanwhile.
while_recording() {
  local recorder=()
  while [[ $1 != -- ]]; do
    recorder+=("$1")
    shift
  done
  shift
  "${recorder[@]}" &
  local recording=$!
  sleep 0.3
  "$@"
  wait "$recording" || true
}

verify() {
  local work pulse=(--format=s16le --rate=24000 --channels=1 --file-format=wav)
  failures=0
  work=$(mktemp -d)
  sox -q -n -r 24000 -c 1 -b 16 "$work/tone.wav" synth 2 sine 440 vol 0.5
  while_recording timeout 3 parec -d $speaker.monitor "${pulse[@]}" "$work/1.wav" -- paplay "$work/tone.wav"
  expect 'tone through the speaker' "$work/1.wav" 0.1 440
  while_recording timeout 3 parec -d $speaker.monitor "${pulse[@]}" "$work/2.wav" -- aplay -q -D default "$work/tone.wav"
  expect 'tone through ALSA and the speaker' "$work/2.wav" 0.1 440
  while_recording arecord -q -D default -f S16_LE -r 24000 -c 1 -d 3 "$work/3.wav" -- paplay -d $room "$work/tone.wav"
  expect 'tone through the microphone and ALSA' "$work/3.wav" 0.1 440
  while_recording timeout 4 parec "${pulse[@]}" "$work/4.wav" -- say 'the quick brown fox'
  expect 'speech through the microphone' "$work/4.wav" 0.01
  rm -rf "$work"
  return "$((failures > 0))"
}

need_up() { is_up || fail "is down; run: $0 up"; }

command=${1:-help}
shift || true
eval "$(variables)"
case $command in
  install) install_packages ;;
  up) up ;;
  env) variables ;;
  status)
    is_up || { echo 'is down'; exit 1; }
    echo "is up (pid $(server_pid))"
    pactl list short sinks
    pactl list short sources
    ;;
  say) need_up; say "$@" ;;
  play) need_up; paplay -d $room "${1:?play needs a WAV file}" ;;
  rec) need_up; record "${1:?rec needs a file}" "${2:?rec needs seconds}" ;;
  hear-self) need_up; hear_self "${1:-on}" ;;
  verify) need_up; verify ;;
  down) stop_all ;;
  *) sed -n '2,/^set -/{/^#/{s/^# \{0,1\}//;p}}' "$0"; [[ $command == help ]] || exit 2 ;;
esac
