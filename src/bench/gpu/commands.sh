#!/bin/bash
# The commands as a user runs them, on one GPU, small: commands.sh OUTPUT DEVICE JAVA... (JAVA... starts the launcher).
# Writes OUTPUT/NAME.log for each and prints one line a command.
out=$1; device=$2; shift 2
java=("$@"); work=$(mktemp -d); limit=${LIMIT:-150}
mkdir -p "$out"

# name, label, keys
command() {
	local start=$(date +%s.%N) rc
	timeout "$limit" "${java[@]}" --run "$2" "$3" >"$out/$1.log" 2>&1; rc=$?
	printf '%-18s rc %d, %.1f s  %s\n' "$1" $rc "$(echo "$(date +%s.%N) - $start" | bc 2>/dev/null || python3 -c "import time;print(time.time()-$start)")" \
		"$([ $rc = 0 ] || grep -m1 -iE "exception|error|cannot|not " "$out/$1.log" | cut -c1-220)"
	return $rc
}

# the figures of a run folder that tell one run from another
figures() {
	python3 - "$@" <<'P'
import csv, hashlib, json, os, sys
for folder in sys.argv[1:]:
    try:
        run = json.load(open(os.path.join(folder, "run.json")))
        line = [os.path.basename(folder), run.get("status"), "device", str(run.get("device"))]
        for file in ("losses.csv", "curve.csv"):
            path = os.path.join(folder, file)
            if os.path.exists(path):
                rows = list(csv.reader(open(path)))
                line += [rows[0][:3], rows[1][:3], rows[-1][:3]]
        for file in ("model.safetensors", "backbone.safetensors", "encoder.safetensors"):
            path = os.path.join(folder, file)
            if os.path.exists(path):
                line += [file, hashlib.sha256(open(path, "rb").read()).hexdigest()[:12]]
        print(*line)
    except Exception as problem:
        print(folder, "no run", problem)
P
}

command setup "Check Setup..." "device=$device"
command phantoms "Make Phantoms..." "output=$work/phantoms patients=16 size=128 screens=false noise=0" || exit 1
data=$work/phantoms/dataset.csv
classifier="input=$data size=128 epochs=4 batch=16 backbonerate=1e-4 headrate=1e-3"
{
	command classifier "Train Classifier..." "output=$work/classifier $classifier device=$device"
	command explain "Explain Classification..." "model=$work/classifier/model.safetensors input=$data output=$work/explain count=4 device=$device"
	command classify "Classify Ultrasound..." "model=$work/classifier/model.safetensors input=$data output=$work/classify device=$device"
	command classify16 "Classify Ultrasound..." "model=$work/classifier/model.safetensors input=$data output=$work/classify16 precision=fp16 device=$device"
	command explain16 "Explain Classification..." "model=$work/classifier/model.safetensors input=$data output=$work/explain16 count=4 precision=fp16 device=$device"
} &
command classifier2 "Train Classifier..." "output=$work/classifier2 $classifier device=$device" &
command classifier16 "Train Classifier..." "output=$work/classifier16 $classifier precision=fp16 device=$device" &
command classifierb16 "Train Classifier..." "output=$work/classifierb16 $classifier precision=bf16 device=$device" &
command encoder16 "Pretrain Encoder..." "input=$data output=$work/encoder16 size=64 steps=20 batch=32 chunk=16 precision=fp16 device=$device" &
command classifiercpu "Train Classifier..." "output=$work/classifiercpu $classifier device=cpu" &
command encoder "Pretrain Encoder..." "input=$data output=$work/encoder size=64 steps=20 batch=32 chunk=16 device=$device" &
command masked "Pretrain Masked Autoencoder..." "input=$data output=$work/masked backbone=vit-tiny16 size=64 decoderdepth=2 decoderwidth=64 steps=20 batch=16 device=$device" &
command masked16 "Pretrain Masked Autoencoder..." "input=$data output=$work/masked16 backbone=vit-tiny16 size=64 decoderdepth=2 decoderwidth=64 steps=20 batch=16 precision=fp16 device=$device" &
diffusion="input=$data size=64 resize=fit base=64 blocks=1 steps=60 every=30 samples=4 batch=8 classes=true"
{
	command diffusion "Train Diffusion..." "output=$work/diffusion $diffusion device=$device"
	command generate "Generate Ultrasound..." "model=$work/diffusion/model.safetensors output=$work/generate count=8 sampler=ddim steps=10 device=$device"
	command generate16 "Generate Ultrasound..." "model=$work/diffusion/model.safetensors output=$work/generate16 count=8 sampler=ddim steps=10 precision=fp16 device=$device"
	command evaluate "Evaluate Synthetic..." "real=$data resize=fit synthetic=$work/generate/dataset.csv features=$work/encoder/encoder.safetensors output=$work/evaluate device=$device"
	command evaluate16 "Evaluate Synthetic..." "real=$data resize=fit synthetic=$work/generate/dataset.csv features=$work/encoder/encoder.safetensors output=$work/evaluate16 precision=fp16 device=$device"
	command filter16 "Filter Synthetic..." "real=$data resize=fit synthetic=$work/generate/dataset.csv features=$work/encoder/encoder.safetensors k=3 copies=report output=$work/filter16 precision=bf16 device=$device"
} &
command diffusion2 "Train Diffusion..." "output=$work/diffusion2 $diffusion device=$device" &
command diffusion16 "Train Diffusion..." "output=$work/diffusion16 $diffusion precision=fp16 half=true device=$device" &
command diffusionb16 "Train Diffusion..." "output=$work/diffusionb16 $diffusion precision=bf16 device=$device" &
command segmenter "Train Segmenter..." "input=$data output=$work/segmenter size=64 widths=8,16 film=false epochs=2 batch=8 rate=0.01 device=$device" &
command segmenter16 "Train Segmenter..." "input=$data output=$work/segmenter16 size=64 widths=8,16 film=false epochs=2 batch=8 rate=0.01 precision=fp16 device=$device" &
command vit "Train Classifier..." "output=$work/vit $classifier backbone=vit-tiny16 device=$device" &
command dense "Train Classifier..." "output=$work/dense $classifier backbone=densenet121 device=$device" &
wait
cat "$out/setup.log"
figures "$work"/{classifier,classifier2,classifier16,classifierb16,classifiercpu,vit,dense,explain,explain16,classify,classify16,encoder,encoder16,masked,masked16,diffusion,diffusion2,diffusion16,diffusionb16,generate,generate16,evaluate,evaluate16,filter16,segmenter,segmenter16}
# Scores in float16 beside those in float32: the largest difference of a probability
python3 - "$work" <<'P'
import csv, sys
a, b = ([{k: float(v) for k, v in row.items() if k.startswith("p_")} for row in csv.DictReader(open(f"{sys.argv[1]}/{name}/predictions.csv"))] for name in ("classify", "classify16"))
print("classify, fp16 against fp32:", len(a), "images, furthest", max(abs(x[k] - y[k]) for x, y in zip(a, b) for k in x))
P
for name in evaluate evaluate16 filter16; do for file in "$work/$name"/*.csv; do [ "$(wc -l <"$file")" -lt 40 ] && { echo "$name/$(basename "$file")"; cat "$file"; }; done; done
rm -rf "$work"
