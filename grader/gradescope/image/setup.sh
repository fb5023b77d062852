#!/usr/bin/env bash
# Runs once, as root, when Gradescope builds the image: makes an environment of our own beside the
# system's Python, which Gradescope itself needs, and lets nobody else read what grades.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
umask 022
root=${AUTOGRADER_ROOT:-/autograder}
source=$root/source
venv=$root/venv
if [ ! -e "$source/requirements.txt" ]; then # a host that unpacks the zip only after this script
    echo "setup: the zip is not unpacked yet; the first submission sets the environment up"
    touch "$root/.setup-waits"
    exit 0
fi
wanted=$(cat "$source/wheels/python.txt" 2> /dev/null || echo any)

# The first Python that is new enough and, with bundled wheels, one that they are made for.
find_python() {
    local name
    for name in python3 python3.10 python3.11 python3.12 python3.13; do
        if "$name" - "$wanted" 2> /dev/null <<'PYTHON'; then
import sys, venv
own = "%d.%d" % sys.version_info[:2]
sys.exit(sys.version_info < (3, 10) or sys.argv[1] != "any" and own not in sys.argv[1].split())
PYTHON
            command -v "$name"
            return
        fi
    done
    return 1
}

install_system_packages() {
    echo "setup: installing $*"
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "$@"
}

if ! python=$(find_python); then
    install_system_packages python3 python3-venv
    python=$(find_python) || {
        echo "setup: no Python that fits (found: $(python3 --version), wanted: $wanted)" >&2
        exit 1
    }
fi
echo "setup: $("$python" --version) at $python"

rm -rf "$venv"
if [ -n "${GRADER_REUSE:-}" ]; then # a simulation without network: packages of this machine
    "$python" -m venv --without-pip "$venv"
elif [ -d "$source/wheels" ]; then
    "$python" -m venv --without-pip "$venv"
    PYTHONPATH=$(echo "$source"/wheels/pip-*.whl) "$venv/bin/python" -m pip install --quiet \
        --no-index --find-links "$source/wheels" --requirement "$source/requirements.txt"
else
    if ! "$python" -m venv "$venv" > /dev/null 2>&1; then
        install_system_packages "$(basename "$(readlink -f "$python")")-venv"
        rm -rf "$venv"
        "$python" -m venv "$venv"
    fi
    "$venv/bin/python" -m pip install --quiet --requirement "$source/requirements.txt"
fi

# An assignment in PyTorch: the build for processors alone from PyTorch's own index (190 MB to
# download, 0.9 GB on the disk, one to four minutes); the usual index holds one of several GB.
if [ -e "$source/torch.txt" ] && [ -z "${GRADER_REUSE:-}" ]; then
    echo "setup: installing PyTorch for the CPU"
    "$venv/bin/python" -m pip install --quiet --requirement "$source/torch.txt" \
        --index-url "${GRADER_TORCH_INDEX:-https://download.pytorch.org/whl/cpu}" || {
        echo "setup: not from PyTorch's own index; trying the usual one" >&2
        "$venv/bin/python" -m pip install --quiet --requirement "$source/torch.txt"
    }
fi

# Students' code runs as another user, who must read Python's files and nothing in the source.
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
[ -z "${GRADER_REUSE:-}" ] || echo "$GRADER_REUSE" | tr ':' '\n' > "$site/reused.pth"
cp -R "$source/grader" "$source/reference" "$site/"
"$venv/bin/python" -m compileall -q "$site/grader" "$site/reference"
chmod -R a+rX "$venv"
chmod -R go= "$source"

# An assignment that cannot be read shall stop this image, not every student.
"$venv/bin/python" -I - "$source" <<'PYTHON'
import sys
from pathlib import Path
from grader.assignment import load_assignment
from grader.gradescope.folders import read_settings
print("setup: ready for", load_assignment(read_settings(Path(sys.argv[1])).assignment).title)
PYTHON
