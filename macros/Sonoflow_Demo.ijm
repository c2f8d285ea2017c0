// The whole published pipeline on phantoms: scanner screens in, explained predictions and a report out.
//   mvn -q -Pdemo
// or, with folders of your own: Sonoflow_Demo.ijm "sample-data,target/demo"
// With a third word, quick, all is as small as can be ("sample-data,target/quick,quick"): in a minute it shows that everything
// runs, and the figures mean nothing.

data = part(0, "sample-data");
out = part(1, "target/demo");
start = getTime();

// 1. Scanner screens of 40 phantom patients; one label in ten is wrong on purpose. The screens in sample-data/ are made by
//    the same command with another seed: other patients, kept for the end.
run("Make Phantoms...", "output=[" + out + "/phantoms] patients=" + sized(40, 6)
	+ " inhomogeneous=0.4 noise=0.1 seed=2 overwrite=true");

// 2. Each screen holds two views; cut them out.
run("Crop Ultrasound...", "input=[" + out + "/phantoms] output=[" + out + "/crops] mode=views overwrite=true");
run("Crop Ultrasound...", "input=[" + data + "] output=[" + out + "/sample] mode=views overwrite=true");

// 3. Wrong labels: networks that cannot believe a label find it. The labels as they were stay beside the new ones.
run("Filter Noisy Labels...", "input=[" + out + "/crops] output=[" + out + "/cleaned] method=combined unit=testis action=flip"
	+ " seed=1 seeds=1 folds=" + sized(3, 2) + " size=" + sized(64, 32) + " epochs=" + sized(10, 3)
	+ " batch=16 backbonerate=0.001 headrate=0.001 markers=0 device=cpu overwrite=true");

// 4. What the classifier will see: burnt-in markers at random, so that it cannot learn from them.
run("Preview Markers...", "input=[" + out + "/sample] count=9 strength=1 output=[" + out + "/markers] overwrite=true");

// 5. Train and test. Patients, not images, are split; every image is tested once by a model that never saw its patient.
recipe = " positive=inhomogeneous size=" + sized(96, 32) + " epochs=" + sized(8, 1) + " batch=16 folds=" + sized(3, 2)
	+ " seeds=1 backbonerate=0.0003 headrate=0.001 markers=0.5 device=cpu overwrite=true";
run("Cross-Validate Classifier...", "input=[" + out + "/cleaned] output=[" + out + "/scratch]" + recipe);
model = out + "/scratch/models/seed0_fold1.safetensors";

// 6. Images of other patients, without a look at their labels but for the generator's classes: from here on nothing is learned
//    from patients that a classifier is tested on. The diffusion model in sample-data/ goes on learning from the testes, then
//    draws 16 of the rarer kind.
run("Make Phantoms...", "output=[" + out + "/testes] patients=" + sized(50, 6) + " screens=false size=64 seed=4 overwrite=true");
run("Make Phantoms...", "output=[" + out + "/thyroids] patients=" + sized(50, 6)
	+ " organs=thyroid screens=false size=64 seed=5 overwrite=true");
run("Train Diffusion...", "input=[" + out + "/testes] output=[" + out + "/diffusion] weights=[" + data
	+ "/phantom_diffusion.safetensors] size=64 base=64 multipliers=1,1,1,2 blocks=1 attention=16 predict=velocity classes=true flips=true"
	+ " steps=" + sized(24, 2) + " batch=" + sized(4, 2) + " rate=1e-4 ema=0.9 every=40 samples=0 device=cpu overwrite=true");
run("Generate Ultrasound...", "model=[" + out + "/diffusion/model.safetensors] output=[" + out + "/synthetic] count="
	+ sized(16, 4) + " sampler=dpm++ steps=" + sized(0, 8) + " class=inhomogeneous batch=16 device=cpu overwrite=true");

// 7. Keep those that lie among the real ones, look for copies of training images, and score them.
run("Filter Synthetic...", "real=[" + out + "/testes] synthetic=[" + out + "/synthetic] output=[" + out + "/kept] features=["
	+ model + "] k=" + sized(0, 20) + " sweep=3,5,9,20 device=cpu overwrite=true");
run("Evaluate Synthetic...", "real=[" + out + "/testes] synthetic=[" + out + "/synthetic] output=[" + out
	+ "/scores] features=[" + model + "] device=cpu overwrite=true");

// 8. Pretrain without labels on testes, thyroids and the generated images that were kept.
run("Pretrain Encoder...", "input=[" + out + "/testes] more=[" + out + "/thyroids," + out + "/kept] organs=testis,thyroid,testis"
	+ " output=[" + out + "/encoder] size=64 steps=" + sized(60, 2) + " batch=" + sized(64, 8) + " chunk=" + sized(32, 8)
	+ " optimizer=lars rate=0.3 skip=true schedule=cosine warmup=" + sized(5, 0) + " every=30 probe=[" + out + "/cleaned] device=cpu overwrite=true");

// 9. The same classifier from this start, and whether it made a difference.
run("Cross-Validate Classifier...", "input=[" + out + "/cleaned] output=[" + out + "/pretrained] weights=[" + out
	+ "/encoder/encoder.safetensors]" + recipe);
run("Compare Classifiers...", "input=[" + out + "/scratch," + out + "/pretrained] names=scratch,pretrained output=[" + out
	+ "/comparison] overwrite=true");

// 10. One of the models on patients that no part of the run has seen; what did it look at, and does it turn to markers?
model = out + "/pretrained/models/seed0_fold1.safetensors";
run("Classify Ultrasound...", "model=[" + model + "] input=[" + out + "/sample] output=[" + out
	+ "/predictions] device=cpu overwrite=true");
run("Explain Classification...", "model=[" + model + "] input=[" + out + "/sample] count=" + sized(6, 1) + " method=gradcam++ markers=true"
	+ " device=cpu output=[" + out + "/explained] overwrite=true");

//     And a small Vision Transformer: from which patches came what it says?
run("Train Classifier...", "input=[" + out + "/cleaned] output=[" + out + "/transformer] backbone=vit-tiny16 positive=inhomogeneous size=64 steps="
	+ sized(60, 2) + " batch=16 backbonerate=0.0003 headrate=0.001 markers=0.5 device=cpu overwrite=true");
run("Explain Classification...", "model=[" + out + "/transformer/model.safetensors] input=[" + out + "/sample] count=" + sized(6, 1)
	+ " method=rollout device=cpu output=[" + out + "/patches] overwrite=true");

// 11. Where is the testis? A U-Net learns it from the phantoms' masks, and finds it in the patients that no part of the run has
//     seen: masks, ROIs, a table of areas and lengths.
run("Train Segmenter...", "input=[" + out + "/crops] output=[" + out + "/segmenter] size=64 widths=8,16,32 steps=" + sized(150, 2)
	+ " batch=8 every=" + sized(30, 2) + " device=cpu overwrite=true");
run("Segment Ultrasound...", "model=[" + out + "/segmenter/model.safetensors] input=[" + out + "/sample] output=[" + out
	+ "/segmented] uncertainty=true device=cpu overwrite=true");

// 12. One page that tells it all.
steps = newArray("phantoms", "crops", "sample", "cleaned", "markers", "scratch", "testes", "thyroids", "diffusion",
	"synthetic", "kept", "scores", "encoder", "pretrained", "comparison", "predictions", "explained", "transformer", "patches", "segmenter",
	"segmented");
inputs = "";
for (i = 0; i < steps.length; i++)
	inputs = inputs + out + "/" + steps[i] + ",";
run("Sonoflow Report...", "input=[" + substring(inputs, 0, lengthOf(inputs) - 1) + "] output=[" + out
	+ "/report] overwrite=true");
print("The demo took " + round((getTime() - start) / 1000) + " s. Open " + out + "/report/report.html");

// The parts of the argument in their order, or a default. Without an argument split gives an empty array in Fiji, and one
// empty text in ImageJ.
function part(index, value) {
	all = split(getArgument(), ",");
	if (index >= all.length) return value;
	if (all[index] == "") return value;
	return String.trim(all[index]);
}

function sized(demo, quick) {
	mode = part(2, "");
	if (mode == "quick") return quick;
	return demo;
}
