#!/bin/bash
# All that src/bench/gpu/README.md describes but the building of a bridge, from the project's folder after mvn -q test-compile:
#   src/bench/gpu/all.sh OUTPUT [DEVICE, gpu0 if not given]
# CP = the class path, if Maven is not to be asked. A file a step under OUTPUT; a step that fails is named, and the next ones run.
set -u
here=$(cd "$(dirname "$0")" && pwd); out=$1; device=${2:-gpu0}
mkdir -p "$out"
cp=${CP:-target/classes:target/test-classes:$(mvn -q dependency:build-classpath -Dmdep.outputFile=/dev/stdout -Dmdep.includeScope=test)} || exit 1
export PYTORCH_LIBRARY_PATH=${PYTORCH_LIBRARY_PATH:-$(python3 -c "import os, torch; print(os.path.dirname(torch.__file__) + '/lib')")}
java=(java --add-opens=java.base/java.lang=ALL-UNNAMED -Djava.awt.headless=true -cp "$cp")
failed=0

# name, command...
step() {
	local name=$1 start=$SECONDS; shift
	if "$@" >"$out/$name.txt" 2>&1; then echo "$name: $((SECONDS - start)) s"
	else failed=1; echo "$name FAILED ($?): $(tail -n 1 "$out/$name.txt" | cut -c1-200)"; fi
}

step commands "$here/commands.sh" "$out/commands" "$device" "${java[@]}" io.sonoflow.legacy.launch.Launcher
step numbers "${java[@]}" io.sonoflow.train.GpuBench numbers "$device"
step numbers-whole env NVIDIA_TF32_OVERRIDE=0 "${java[@]}" io.sonoflow.train.GpuBench numbers "$device"
step speed python3 "$here/compare.py" -- "${java[@]}" io.sonoflow.train.GpuBench serve "$device"
step classifier "${java[@]}" -Xms4g -Xmx4g -XX:+AlwaysPreTouch io.sonoflow.train.GpuCourse "$device" resnet18 256 64 600
step diffusion "${java[@]}" -Xms4g -Xmx4g -XX:+AlwaysPreTouch io.sonoflow.diffusion.training.GpuDiffusionCourse "$device" fp32 256 128 8 80
exit $failed
