#!/bin/sh
# Unpack dictionaries of Debian and Ubuntu into data/dictionaries, which takes no root. What cannot
# be had is said in one line, and the rest goes on.
set -u

folder=data/dictionaries
packages="trans-de-en mueller7-dict dict-freedict-deu-fra dict-freedict-deu-rus dict-freedict-deu-spa
    dict-freedict-eng-fra dict-freedict-eng-spa dict-freedict-fra-deu dict-freedict-fra-eng
    dict-freedict-fra-rus dict-freedict-fra-spa dict-freedict-spa-deu dict-freedict-spa-eng"
seconds=20 # that one package may take

mkdir -p "$folder" || exit 1
cost="questions find fewer reports in other languages"
if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    echo "There is no apt-get for dictionaries, so $cost; README.md says how to name your own." >&2
    exit
fi

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
missing=
for package in $packages; do
    if ! (cd "$work" && timeout $seconds apt-get download "$package" >/dev/null 2>&1); then
        missing="$missing $package"
    elif ! dpkg-deb -x "$work"/"$package"_*.deb "$folder"; then
        missing="$missing $package"
    fi
    [ "$missing" != " trans-de-en" ] || { missing=$packages; break; } # no network, or no lists
done
[ -z "$missing" ] || echo "Dictionaries that could not be had: $(echo $missing). Without them, $cost; make dictionaries tries again." >&2
