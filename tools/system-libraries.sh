#!/bin/sh
# Installs the system libraries that Qt's window and printing need on a bare Debian or Ubuntu.
# More packages may be named: `.ci/run` names LibreOffice, which opens the written Excel files in a test.
# Elsewhere (Windows, macOS, other Linux) the wheels bring what they need, or the message says what to install.
set -eu

PACKAGES="libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 libxcb-cursor0 libxcb-icccm4 \
libxcb-keysyms1 libxkbcommon-x11-0 libxcb-image0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libcups2 poppler-utils $*"

command -v dpkg-query >/dev/null 2>&1 || exit 0

missing=""
for package in $PACKAGES; do
    # Newer releases renamed some packages (t64); a package of either name will do.
    if ! dpkg-query -W -f='${Status}\n' "$package" "${package}t64" 2>/dev/null | grep -q "ok installed"; then
        missing="$missing $package"
    fi
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    run=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    run="sudo"
else
    echo "Some system libraries are missing. Run this once, then try again:" >&2
    echo "    sudo apt-get update && sudo apt-get install -y$missing" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
$run apt-get update -qq
for package in $missing; do
    $run apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 ||
        $run apt-get install -y -qq --no-install-recommends "${package}t64" >/dev/null ||
        echo "Could not install $package; the window or printing may not work." >&2
done
