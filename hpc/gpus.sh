#!/usr/bin/env bash
# One command over the GPUs of this machine: a process a card, each with its share of the work. For commands with the key shard:
#
#   hpc/gpus.sh "Cross-Validate Classifier..." "input=[crops/dataset.csv] output=[results/cv]"           on all cards
#   hpc/gpus.sh "Generate Ultrasound..." "model=[m.safetensors] output=[new] count=5000" gpu0 gpu2      on these
#
# Whichever finds all shares finished merges the tables. Each writes to the screen with its device before the line. Stopped
# (Ctrl-C, TERM), all are saved; started again with the same words it goes on. It fails if any of them does.
set -euo pipefail
export LC_ALL=C.UTF-8 OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=10000
label=${1:?the label of a command, such as \"Cross-Validate Classifier...\"}
keys=${2:?its keys, without device and shard}
shift 2
case " $keys" in *" device="* | *" shard="*)
	echo "Leave device= and shard= out of the keys: each process gets its own." >&2
	exit 1 ;;
esac
if [ $# -eq 0 ]; then
	# one line a card: GPU 0: NVIDIA ...
	mapfile -t devices < <(nvidia-smi -L 2>/dev/null | sed -n 's/^GPU \([0-9]*\):.*/gpu\1/p')
else
	devices=("$@")
fi
count=${#devices[@]}
if [ "$count" -eq 0 ]; then
	echo "No NVIDIA GPU was found (nvidia-smi -L). Name devices after the keys, such as gpu0 gpu1." >&2
	exit 1
fi
jar=${SONOFLOW_JAR:-$(ls target/sonoflow-*-standalone.jar)}
# As many threads in each as there are cores for it.
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-$((($(nproc) + count - 1) / count))}

pids=()
trap 'kill -TERM "${pids[@]}" 2>/dev/null || true' TERM INT
for i in "${!devices[@]}"; do
	java -Xmx"${SONOFLOW_HEAP:-6g}" -jar "$jar" --run "$label" "$keys device=${devices[i]} shard=$((i + 1))/$count" \
		> >(sed -u "s/^/${devices[i]}: /") 2>&1 &
	pids+=($!)
done
code=0
for pid in "${pids[@]}"; do
	# A signal to this shell ends the wait, not Java.
	while kill -0 "$pid" 2>/dev/null; do
		wait "$pid" || true
	done
	wait "$pid" || code=$?
done
exit "$code"
