#!/bin/sh
# Let judges look at what `broadsheet pack` makes of a built site: packs.sh DIR SITE
# DIR is where setup.sh installed them. bagit and bdbag judge the bag, wacz and warcio the WACZ; ReplayWeb.page shows its front page and
# a story in Chromium. Nothing is fetched from where the site is published.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$1" && pwd)
site=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
broadsheet pack "$site" --bagit "$work/bag" --wacz "$work/site.wacz"
"$tools/python/bin/bagit.py" --quiet --validate "$work/bag"
"$tools/python/bin/bdbag" --quiet --validate full "$work/bag"
"$tools/python/bin/wacz" validate --file "$work/site.wacz"
unzip -q "$work/site.wacz" archive/data.warc.gz -d "$work"
"$tools/python/bin/warcio" check "$work/archive/data.warc.gz"
base=$(sed -n 's/^"base_url": "\(.*\)",$/\1/p' "$site/manifest.json")
story=$(sed -n 's/^"\(stories\/.*\/\)index.html": .*/\1/p' "$site/manifest.json" | head -n 1)
node "$here/replay.mjs" "$tools" "${CHROMIUM:-$(command -v chromium)}" "$work/site.wacz" "$base" "$base$story"
