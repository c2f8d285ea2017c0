// Colour Doppler to grey, on phantoms, from the making of the clips to their judgement: a translator learns from vessels what lies
// under the colour, and translates vessels of other patients and hearts' chambers, which it has never seen. Then: similarity,
// speckle and flicker against the truth; what a classifier (vessel or chamber) and a segmenter (where flow is) of real clips make of
// translated ones; what translated chambers are worth to a classifier that has few real ones; and a sheet for readers who are to
// tell real and translated clips apart.
//
//   mvn -q -Prun -Dmacro=macros/Doppler.ijm
//   java -jar sonoflow-standalone.jar macros/Doppler.ijm "out=doppler,patients=60,testpatients=20,steps=20000,device=gpu0"
//
// It writes figures.csv (kind of clip, figure, value), strip.png (from above: colour, the truth, the translation), reading/sheet/
// and a report. Settings are key=value, separated by commas; all have defaults. Killed and started again, it goes on.

var patients = arg("patients", "12");          // of the training; each has a vessel and a chamber
var testpatients = arg("testpatients", "6");
var frames = arg("frames", "16");              // of each clip
var size = arg("size", "96");                  // of the B-mode, pixels; 96 or more
var denoiser = arg("denoiser", "unet");        // or diffusion
var squares = arg("squares", "64");            // what the translator sees at once, pixels
var base = arg("base", "16");
var batch = arg("batch", "4");
var rate = arg("rate", "0.001");
var steps = arg("steps", "600");               // of the translator
var speckle = arg("speckle", "0.3");
var window = arg("window", "5");
var judged = arg("judged", "4");               // frames of each clip that classifier and segmenter see
var judgesteps = arg("judgesteps", "150");     // of the classifiers
var segsteps = arg("segsteps", "600");         // of the segmenter
var few = arg("few", "1");                     // patients whose real chambers are there where chambers are rare
var backbone = arg("backbone", "resnet18");
var out = arg("out", "target/doppler");
var device = arg("device", "auto");
var seed = arg("seed", "0");
check("patients testpatients frames size denoiser squares base batch rate steps speckle window judged judgesteps segsteps few backbone out device seed ");
numbers("frames size squares base batch steps window judged judgesteps segsteps few", "[1-9][0-9]*", "whole number of 1 or more");
numbers("rate speckle", "[0-9]*[.]?[0-9]+(e-?[0-9]+)?", "number of at least 0");
numbers("seed", "[0-9]+", "whole number");
numbers("denoiser", "unet|diffusion", "denoiser: unet or diffusion");

phantoms = "clips=true doppler=true frames=" + frames + " size=" + size;
once(out + "/train", "Make Phantoms...", phantoms + " patients=" + patients + " seed=" + (parseInt(seed) + 1));
once(out + "/test", "Make Phantoms...", phantoms + " patients=" + testpatients + " seed=" + (parseInt(seed) + 1001));
// The translator learns from vessels alone.
table(out + "/train/vessels.csv", out + "/train/doppler.csv", "vessel", "", "");
once(out + "/translator", "Train Translator...", "input=[" + out + "/train/vessels.csv] direction=grey size=" + squares + " base=" + base
	+ " window=" + window + " denoiser=" + denoiser + " batch=" + batch + " rate=" + rate + " speckle=" + speckle + " steps=" + steps
	+ " device=" + device + " seed=" + seed);
once(out + "/translated", "Translate Ultrasound...", "model=[" + out + "/translator/model.safetensors] input=[" + out
	+ "/test/doppler.csv] device=" + device + " seed=" + seed);

// Chambers of the training as if only their colour Doppler were there.
table(out + "/train/chambers.csv", out + "/train/doppler.csv", "chamber", "", "");
once(out + "/extra", "Translate Ultrasound...", "model=[" + out + "/translator/model.safetensors] input=[" + out + "/train/chambers.csv] device="
	+ device + " seed=" + seed);

// What Separate Doppler makes of the same clips, as there are no masks for real ones.
once(out + "/separated", "Separate Doppler...", "input=[" + out + "/test/colour]");

// Real clips to learn from, real ones and translated ones to be judged.
table(out + "/train.csv", out + "/train/doppler.csv", "", "train", "train/clips");
table(out + "/real.csv", out + "/test/doppler.csv", "", "test", "test/clips");
table(out + "/made.csv", out + "/test/doppler.csv", "", "test", "translated/clips");
table(out + "/few.csv", out + "/train/doppler.csv", "", "train", "train/clips");
fewer(out + "/few.csv", parseInt(few));
table(out + "/extra.csv", out + "/train/doppler.csv", "chamber", "train", "extra/clips");
sets = newArray("train", "real", "made", "few", "extra");
for (s = 0; s < sets.length; s++)
	once(out + "/frames_" + sets[s], "Crop Ultrasound...", "input=[" + out + "/" + sets[s] + ".csv] mode=views views=0,0," + size + "," + size + " size=" + size + " maxframes=" + judged);
// The line of the colour box is over the picture, too, but no flow.
values = "flow:255,line:128";
learning = "backbone=" + backbone + " size=" + squares + " steps=" + judgesteps
	+ " batch=8 backbonerate=0.0005 headrate=0.001 markers=0 holdout=0 positive=vessel device=" + device + " seed=" + seed;
once(out + "/classifier", "Train Classifier...", learning + " input=[" + out + "/frames_train/dataset.csv]");
once(out + "/classifier_few", "Train Classifier...", learning + " input=[" + out + "/frames_few/dataset.csv]");
once(out + "/classifier_extra", "Train Classifier...", learning + " input=[" + out + "/frames_few/dataset.csv] extra=[" + out
	+ "/frames_extra/dataset.csv]");
arms = newArray("few", "extra");
for (s = 0; s < 2; s++)
	once(out + "/classified_" + arms[s], "Classify Ultrasound...", "model=[" + out + "/classifier_" + arms[s] + "/model.safetensors] input=[" + out
		+ "/frames_real/dataset.csv] device=" + device);
once(out + "/segmenter", "Train Segmenter...", "input=[" + out + "/frames_train/dataset.csv] size=" + squares
	+ " values=" + values + " widths=8,16,32 film=false validation=0 batch=8 rate=0.003 steps=" + segsteps + " device=" + device + " seed=" + seed);
for (s = 1; s < 3; s++) {
	once(out + "/classified_" + sets[s], "Classify Ultrasound...", "model=[" + out + "/classifier/model.safetensors] input=[" + out + "/frames_" + sets[s]
		+ "/dataset.csv] device=" + device);
	once(out + "/segmented_" + sets[s], "Segment Ultrasound...", "model=[" + out + "/segmenter/model.safetensors] input=[" + out + "/frames_" + sets[s]
		+ "/dataset.csv] device=" + device);
	once(out + "/dice_" + sets[s], "Evaluate Segmentation...", "input=[" + out + "/frames_" + sets[s] + "/dataset.csv] predictions=[" + out + "/segmented_"
		+ sets[s] + "/dataset.csv] values=" + values);
}
// How far the masks of real and of translated frames agree.
once(out + "/dice_both", "Evaluate Segmentation...", "input=[" + out + "/segmented_real/dataset.csv] predictions=[" + out + "/segmented_made/dataset.csv] values="
	+ values);
once(out + "/reading", "Blinded Reading...", "real=[" + out + "/test/clips] synthetic=[" + out + "/translated/clips] count=" + (2 * parseInt(testpatients))
	+ " seed=" + seed);

var figures = "kind,figure,value\n";
scores();
for (s = 1; s < 3; s++) {
	value = f1(out + "/classified_" + sets[s] + "/predictions.csv", "vessel");
	figures = figures + "all,f1 " + sets[s] + "," + value + "\n";
}
// Of real frames all three; the rare kind counts.
value = f1(out + "/classified_real/predictions.csv", "chamber");
figures = figures + "all,f1 chambers," + value + "\n";
for (s = 0; s < 2; s++) {
	value = f1(out + "/classified_" + arms[s] + "/predictions.csv", "chamber");
	figures = figures + "all,f1 chambers " + arms[s] + "," + value + "\n";
}
judges = newArray("real", "made", "both");
for (s = 0; s < 3; s++) {
	value = dice(out + "/dice_" + judges[s] + "/summary.csv");
	figures = figures + "all,dice " + judges[s] + "," + value + "\n";
}
File.saveString(figures, out + "/figures.csv");
strip();
run("Sonoflow Report...", "input=[" + out + "/translator," + out + "/translated," + out + "/classified_real," + out + "/classified_made," + out
	+ "/dice_real," + out + "/dice_made] output=[" + out + "/report] overwrite=true");
print(figures);
print("The figures are in " + out + "/figures.csv, pictures in " + out + "/strip.png; readers get " + out + "/reading/sheet. Open " + out
	+ "/report/report.html");

// ---- tables ----

// The rows of one kind, or of all; with a folder: that folder's clips of the same names, with kind as label and where colour is as mask.
function table(file, from, kind, set, folder) {
	text = replace(File.openAsString(from), "\r", "");
	lines = split(text, "\n");
	image = column(lines[0], "image");
	what = column(lines[0], "kind");
	mask = column(lines[0], "mask");
	made = lines[0] + "\n";
	if (folder != "") made = "image,patient,label,organ,mask\n";
	for (r = 1; r < lines.length; r++) {
		row = split(lines[r], "(,)");
		name = File.getName(row[image]);
		end = lastIndexOf(name, "-");
		isWanted = 0;
		if (kind == "" || row[what] == kind) isWanted = 1;
		if (isWanted == 1 && folder != "") made = made + folder + "/" + name + "," + set + "-" + substring(name, 0, end) + "," + row[what] + ",flow," + set + "/" + row[mask]
			+ "\n";
		else if (isWanted == 1) made = made + lines[r] + "\n";
	}
	File.saveString(made, file);
}

// Of a table of both kinds all vessels and the first chambers.
function fewer(file, number) {
	lines = split(replace(File.openAsString(file), "\r", ""), "\n");
	label = column(lines[0], "label");
	made = lines[0] + "\n";
	for (r = 1; r < lines.length; r++) {
		row = split(lines[r], "(,)");
		if (row[label] == "chamber") number = number - 1;
		if (row[label] != "chamber" || number >= 0) made = made + lines[r] + "\n";
	}
	File.saveString(made, file);
}

function column(header, name) {
	names = split(header, "(,)");
	for (n = 0; n < names.length; n++) if (names[n] == name) return n;
	exit("A table has no column " + name + ".");
}

// ---- figures ----

// The means over the clips of a kind of each column of scores.csv.
function scores() {
	lines = split(replace(File.openAsString(out + "/translated/scores.csv"), "\r", ""), "\n");
	names = split(lines[0], "(,)");
	kinds = newArray("vessel", "chamber");
	for (k = 0; k < 2; k++)
		for (c = 1; c < names.length; c++) {
			total = 0;
			number = 0;
			for (r = 1; r < lines.length; r++) {
				row = split(lines[r], "(,)");
				value = NaN;
				if (indexOf(row[0], "-" + kinds[k]) >= 0 && row.length > c) value = parseFloat(row[c]);
				if (!isNaN(value)) {
					total = total + value;
					number = number + 1;
				}
			}
			if (number > 0) figures = figures + kinds[k] + "," + names[c] + "," + d2s(total / number, 4) + "\n";
		}
}

// Of one kind among frames of both, the label being in the name.
function f1(file, kind) {
	lines = split(replace(File.openAsString(file), "\r", ""), "\n");
	guess = column(lines[0], "prediction");
	right = 0;
	wrong = 0;
	for (r = 1; r < lines.length; r++) {
		row = split(lines[r], "(,)");
		isKind = 0;
		if (indexOf(row[0], "-" + kind) >= 0) isKind = 1;
		said = 0;
		if (row[guess] == kind) said = 1;
		if (isKind + said == 2) right = right + 1;
		if (isKind != said) wrong = wrong + 1;
	}
	if (right + wrong == 0) return "0";
	return d2s(2 * right / (2 * right + wrong), 4);
}

function dice(file) {
	lines = split(replace(File.openAsString(file), "\r", ""), "\n");
	metric = column(lines[0], "metric");
	structure = column(lines[0], "structure");
	mean = column(lines[0], "mean");
	for (r = 1; r < lines.length; r++) {
		row = split(lines[r], "(,)");
		if (toLowerCase(row[metric]) == "dice" && row[structure] == "flow") return row[mean];
	}
	return "";
}

// ---- pictures ----

// The first patient's frames, from above in colour, as they are and translated. Frames are cut in grey: those in colour come from the clips.
function strip() {
	once(out + "/exported", "Export Clip...", "input=[" + out + "/test/colour] codec=mjpeg");
	lines = split(replace(File.openAsString(out + "/frames_real/dataset.csv"), "\r", ""), "\n");
	image = column(lines[0], "image");
	clip = column(lines[0], "clip");
	frame = column(lines[0], "frame");
	number = minOf(8, lines.length - 1);
	side = parseInt(size);
	setBatchMode(true);
	newImage("strip", "RGB white", number * (side + 4) + 4, 3 * (side + 4) + 4, 1);
	for (c = 0; c < number; c++) {
		row = split(lines[1 + c], "(,)");
		open(out + "/exported/" + row[clip] + ".avi");
		setSlice(parseInt(row[frame]) + 1);
		makeRectangle(0, 0, side, side);
		run("Duplicate...", "title=[one frame]");
		cell(4 + c * (side + 4), 4, side, side);
		open(out + "/frames_real/" + row[image]);
		cell(4 + c * (side + 4), side + 8, side, side);
		open(out + "/frames_made/" + row[image]);
		cell(4 + c * (side + 4), 2 * side + 12, side, side);
	}
	selectImage("strip");
	saveAs("PNG", out + "/strip.png");
	close();
}

// The picture in front becomes a cell of the figure.
function cell(x, y, w, h) {
	run("RGB Color");
	run("Size...", "width=" + w + " height=" + h + " interpolation=Bilinear average");
	rename("cell");
	run("Insert...", "source=cell destination=strip x=" + x + " y=" + y);
	selectImage("cell");
	close();
	selectImage("strip");
}

// ---- what it has in common with others ----

// A setting of the user, or its default.
function arg(key, value) {
	all = split(getArgument(), ",");
	for (i = 0; i < all.length; i++) {
		item = String.trim(all[i]);
		if (startsWith(item, key + "=")) return substring(item, lengthOf(key) + 1);
	}
	return value;
}

// Misspelt settings, and a folder of other settings, would give wrong figures without a word.
function check(keys) {
	all = split(getArgument(), ",");
	for (i = 0; i < all.length; i++) {
		item = String.trim(all[i]);
		key = substring(item, 0, maxOf(indexOf(item, "="), 0));
		if (item != "" && indexOf(" " + keys, " " + key + " ") < 0) exit("Unknown setting " + item
			+ ". Settings are key=value, separated by commas; keys: " + keys);
	}
	makeFolder(out);
	text = "";
	list = split(keys, " ");
	for (i = 0; i < list.length; i++)
		if (list[i] != "out" && list[i] != "device") text = text + list[i] + "=" + arg(list[i], "") + "\n";
	before = text;
	if (File.exists(out + "/settings.txt")) before = File.openAsString(out + "/settings.txt");
	there = getFileList(out);
	// A call that was refused leaves its settings alone, and no result.
	if (before != text && there.length > 1) exit("The folder " + out + " holds results of other settings (settings.txt). Give another out, or delete it.");
	File.saveString(text, out + "/settings.txt");
}

// Wrong numbers are told now: the command that would refuse them comes after hours of other work.
function numbers(keys, form, what) {
	list = split(keys, " ");
	for (n = 0; n < list.length; n++) {
		given = arg(list[n], "");
		if (given != "" && !matches(given, form)) exit(list[n] + "=" + given + " is no " + what + ".");
	}
}

function makeFolder(path) {
	if (File.exists(path)) return;
	parent = File.getParent(path);
	if (parent != "" && parent != path) makeFolder(parent);
	File.makeDirectory(path);
}

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
