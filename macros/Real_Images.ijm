// Real images: crop scanner screens, tell healthy from pathological lungs, explain ten predictions, report.
//   mvn -q -Prun -Dmacro=macros/Real_Images.ijm -Dargs="../shared/data,target/real"
// The first argument is a folder that holds lung_pocus/ (a dataset.csv with patient and label) and the screens of
// muscle_timtrack/, plus_testimages/, breast_busbra/ and nerve_usgra/; the second is where to write.

parts = split(getArgument(), ",");
data = "../shared/data";
out = "target/real";
if (parts.length > 0 && parts[0] != "") data = parts[0];
if (parts.length > 1) out = parts[1];

// 1. Screens of five sources, cropped to the part that shows echoes.
screens = newArray("muscle_timtrack", "plus_testimages", "breast_busbra", "nerve_usgra", "lung_pocus");
report = "";
for (i = 0; i < screens.length; i++) {
	run("Crop Ultrasound...", "input=[" + data + "/" + screens[i] + "/dataset.csv] output=[" + out + "/crops_" + screens[i]
		+ "] mode=sector overwrite=true");
	report = report + out + "/crops_" + screens[i] + ",";
}

// 2. Healthy against pathological, patients never split between training and test.
run("Cross-Validate Classifier...", "input=[" + out + "/crops_lung_pocus] output=[" + out + "/cv] positive=pathological"
	+ " size=128 epochs=15 batch=32 folds=3 seeds=2 backbonerate=0.0003 headrate=0.001 markers=1 overwrite=true");

// 3. Ten images that the first model never saw.
run("Explain Classification...", "model=[" + out + "/cv/models/seed0_fold1.safetensors] input=[" + out
	+ "/cv/splits/seed0_fold1.csv] count=10 method=gradcam++ output=[" + out + "/explained] overwrite=true");

// 4. The report.
run("Sonoflow Report...", "input=[" + report + out + "/cv," + out + "/explained] output=[" + out
	+ "/report] overwrite=true");
print("Open " + out + "/report/report.html");
