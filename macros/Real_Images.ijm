// Real images: crop scanner screens, tell healthy from pathological lungs, explain ten predictions, report.
//   mvn -q -Prun -Dmacro=macros/Real_Images.ijm -Dargs="/data/ultrasound,target/real"
// It needs a folder of data, which Sonoflow does not bring: the first argument is a folder that holds lung_pocus/ (a
// dataset.csv with patient and label, healthy or pathological) and the screens of muscle_timtrack/, plus_testimages/,
// breast_busbra/ and nerve_usgra/ (each with a dataset.csv); the second is where to write. Further ones, key=value, change
// the classifier's recipe: size, epochs, batch, folds, seeds; and count, the number of explained images.

data = part(0, "../shared/data");
out = part(1, "target/real");
if (!File.isDirectory(data)) exit("Real_Images: there is no folder " + data
	+ ". Give the folder of your images as the macro's first argument; what it must hold stands at the macro's head.");

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
	+ " size=" + arg("size", "128") + " epochs=" + arg("epochs", "15") + " batch=" + arg("batch", "32") + " folds="
	+ arg("folds", "3") + " seeds=" + arg("seeds", "2") + " backbonerate=0.0003 headrate=0.001 markers=1 overwrite=true");

// 3. Ten images that the first model never saw.
run("Explain Classification...", "model=[" + out + "/cv/models/seed0_fold1.safetensors] input=[" + out
	+ "/cv/splits/seed0_fold1.csv] count=" + arg("count", "10") + " method=gradcam++ output=[" + out + "/explained] overwrite=true");

// 4. The report.
run("Sonoflow Report...", "input=[" + report + out + "/cv," + out + "/explained] output=[" + out
	+ "/report] overwrite=true");
print("Open " + out + "/report/report.html");

// The parts of the argument in their order, or a default. Without an argument split gives an empty array in Fiji, and one
// empty text in ImageJ.
function part(index, value) {
	all = split(getArgument(), ",");
	if (index >= all.length) return value;
	if (all[index] == "") return value;
	return String.trim(all[index]);
}

// A setting of the user, or its default.
function arg(key, value) {
	all = split(getArgument(), ",");
	for (i = 0; i < all.length; i++) {
		item = String.trim(all[i]);
		if (startsWith(item, key + "=")) return substring(item, lengthOf(key) + 1);
	}
	return value;
}
