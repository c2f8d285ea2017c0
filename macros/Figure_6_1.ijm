// Does a classifier look at burnt-in measuring marks, and does the marker augmentation keep it from doing so? (Figure 6.1 of
// the paper, on anyone's data.) Measuring marks are burnt into the images of one label only ("tied"); networks learn on
// those images without ("untreated") and with ("treated") random marks, with equal steps and seeds, and are tested on other
// patients twice: with the marks as learned, and swapped, where exactly the images of the other label bear them.
//   mvn -q -Prun -Dmacro=macros/Figure_6_1.ijm -Dargs=",target/markers,quick"
// The first argument is a folder of class folders or a dataset.csv whose images bear no marks (empty = phantoms it makes
// itself), the second where to write, the third quick (2 trainings an arm, default) or full (12). Run again after an
// interruption, it goes on: what is finished stays, so give another folder for other data.
// It writes marker_study.csv (accuracies, the drop with its spread over the trainings, share of the Grad-CAM++ maps on the
// marks and of the pixels that they cover), figure.png (left untreated, right treated; above without, below with marks) and
// report/report.html.

parts = split(getArgument() + ",,,", "(,)");
data = parts[0];
out = "target/markers";
extent = "quick";
if (parts[1] != "") out = parts[1];
if (parts[2] != "") extent = parts[2];
if (extent != "quick" && extent != "full") exit("Figure_6_1: the third argument is " + extent + ". Give quick or full.");
arms = newArray("untreated", "treated");
strengths = newArray("0", "3");
runs = "";

// 1. Images without marks. In 64 px a mark is one or two faint pixels wide, which networks do not learn; in 128 px they do.
size = 128;
patients = 40;
repeats = "folds=2 seeds=1";
if (extent == "full") repeats = "folds=3 seeds=4";
if (data == "") {
	data = out + "/phantoms";
	once(data, "Make Phantoms...", "patients=" + patients + " size=128 screens=false inhomogeneous=0.5 markers=0 seed=1");
	runs = data + ",";
}

// 2. Marks that only one label has, and the same the other way round.
once(out + "/tied", "Insert Markers...", "input=[" + data + "] biased=1");
once(out + "/swapped", "Insert Markers...", "input=[" + data + "] biased=1 swapped=true");
runs = runs + out + "/tied," + out + "/swapped";
marked = figure(out + "/tied/run.json", "label");
marked = substring(marked, 1, lengthOf(marked) - 1);

// 3. Train on the tied images, test on both versions.
for (i = 0; i < 2; i++) {
	once(out + "/" + arms[i], "Cross-Validate Classifier...", "input=[" + out + "/tied] alternate=[" + out
		+ "/swapped] positive=[" + marked + "] size=" + size + " epochs=5 batch=16 " + repeats
		+ " backbonerate=0.001 headrate=0.001 markers=" + strengths[i] + " device=cpu seed=0");
	runs = runs + "," + out + "/" + arms[i];
}

// 4. Where do the networks of fold 1 look on the patients that they never saw?
for (i = 0; i < 2; i++) {
	once(out + "/maps_" + arms[i], "Explain Classification...", "model=[" + out + "/" + arms[i]
		+ "/models/seed0_fold1.safetensors] input=[" + out + "/" + arms[i] + "/splits/seed0_fold1.csv] method=gradcam++ device=cpu");
	runs = runs + "," + out + "/maps_" + arms[i];
}

// 5. The four maps of the first of these images that bears marks: its version without them, and with marks inserted anew.
name = firstMarked(out + "/maps_untreated/cams.csv");
for (i = 0; i < 2; i++) {
	once(out + "/pair_" + arms[i], "Explain Classification...", "model=[" + out + "/" + arms[i]
		+ "/models/seed0_fold1.safetensors] input=[" + out + "/swapped/images/" + name + "] target=[" + marked
		+ "] markers=true method=gradcam++ device=cpu");
	runs = runs + "," + out + "/pair_" + arms[i];
}
setBatchMode(true);
for (i = 0; i < 2; i++) {
	open(out + "/pair_" + arms[i] + "/cams/" + name);
	rename(arms[i]);
}
run("Combine...", "stack1=untreated stack2=treated");
saveAs("PNG", out + "/figure.png");
close();

// 6. The figures in one table.
csv = "arm,trainings,accuracy,accuracystd,swappedaccuracy,swappedaccuracystd,drop,dropstd,markershare,markerarea\n";
for (i = 0; i < 2; i++) {
	folder = out + "/" + arms[i];
	csv = csv + arms[i] + "," + figure(folder + "/run.json", "trainings") + "," + summary(folder, "accuracy") + ","
		+ summary(folder, "alternateaccuracy") + "," + summary(folder, "alternatedrop") + "," + figure(out + "/maps_" + arms[i]
		+ "/run.json", "markershare") + "," + figure(out + "/maps_" + arms[i] + "/run.json", "markerarea") + "\n";
}
File.saveString(csv, out + "/marker_study.csv");
print(csv);

// 7. The report.
run("Sonoflow Report...", "input=[" + runs + "] output=[" + out + "/report] overwrite=true");
print("Open " + out + "/report/report.html");

// Runs a command unless its folder holds a finished run of an earlier call of this macro.
function once(folder, command, options) {
	if (File.exists(folder + "/run.json")) {
		if (indexOf(File.openAsString(folder + "/run.json"), "\"status\": \"finished\"") >= 0) {
			print("Already done: " + folder);
			return;
		}
	}
	run(command, options + " output=[" + folder + "]");
}

// A figure of a run, as its run.json has it.
function figure(file, key) {
	text = File.openAsString(file);
	text = substring(text, indexOf(text, "\"figures\": {"));
	at = indexOf(text, "\"" + key + "\": ");
	if (at < 0) exit("Figure_6_1: " + file + " has no figure " + key + ".");
	text = substring(text, at + lengthOf(key) + 4);
	line = substring(text, 0, indexOf(text, "\n"));
	if (endsWith(line, ",")) line = substring(line, 0, lengthOf(line) - 1);
	return line;
}

// Mean and standard deviation of a metric over the trainings, as summary.csv has them.
function summary(folder, metric) {
	lines = split(File.openAsString(folder + "/summary.csv"), "\n");
	for (l = 1; l < lines.length; l++) {
		if (startsWith(lines[l], metric + ",")) {
			cells = split(lines[l] + ",", "(,)");
			return cells[1] + "," + cells[2];
		}
	}
	exit("Figure_6_1: " + folder + "/summary.csv has no row " + metric + ".");
}

// The picture's name of the first image of cams.csv that bears marks; which is also the image's.
function firstMarked(csv) {
	lines = split(File.openAsString(csv), "\n");
	for (l = 1; l < lines.length; l++) {
		at = indexOf(lines[l], ",true,cams/");
		if (at >= 0) return replace(substring(lines[l], at + lengthOf(",true,cams/")), "\"", "");
	}
	exit("Figure_6_1: no image of " + csv + " bears marks.");
}
