// How severe is what a clip of a lung shows? Scores 0 to 3, and 0-1 against 2-3, of patients whom the network has never seen: by a
// network of frames whose scores are pooled in four ways, by attention over frames, and by a network of clips, (2+1)D; from random
// weights and from encoders that Sonoflow pretrains.
//
//   mvn -q -Prun -Dmacro=macros/Lung_Blues.ijm -Dargs="data=/data/ultrasound"
//   java -jar sonoflow-standalone.jar macros/Lung_Blues.ijm "data=/data/ultrasound,device=gpu0,arms=scratch_mean;scratch_gated"
//
// data= is a folder that holds lung_blues/ (clips: a dataset.csv with patient and label, 0 to 3) and lung_pocus/ (images of other
// patients, whose labels are not looked at). Arms are start_pooling. The starts: scratch; unseen = an encoder that learned from lung_pocus
// alone, so from nobody who is tested; seen = from these and the frames of all clips, without labels: it has seen everybody who is
// tested; pairs = as seen, two frames of a clip being a pair. mean, max, noisyor and topk train the same network and differ in the test.
//
// It writes figures.csv (each arm: quadratic kappa, macro F1 and the AUC of 2-3 against 0-1, with 95 % intervals over the patients),
// compared_severity/ and compared_binary/ (differences from scratch_mean) and a report. Settings are key=value, separated by commas;
// all but data have defaults. Killed and started again, it goes on; arms of one out may also be trained one by one, elsewhere.

var data = arg("data", "");
var out = arg("out", "target/lungblues");
var arms = arg("arms", "scratch_mean;scratch_max;scratch_noisyor;scratch_topk;scratch_attention;scratch_gated;scratch_r2plus1d;"
	+ "unseen_mean;unseen_attention;seen_mean;seen_max;seen_noisyor;seen_topk;seen_attention;seen_gated;pairs_mean;pairs_attention");
var tasks = arg("tasks", "severity;binary");
var size = arg("size", "112");
var frames = arg("frames", "24");          // of each clip, spread evenly
var window = arg("window", "16");          // frames that (2+1)D sees at once
var folds = arg("folds", "4");
var seeds = arg("seeds", "3");
var steps = arg("steps", "100");           // of each training, in every arm
var batch = arg("batch", "16");            // frames
var bags = arg("bags", "8");               // clips in a batch of attention, 8 frames each
var windows = arg("windows", "4");         // clips in a batch of (2+1)D
var backbone = arg("backbone", "resnet18");
var backbonerate = arg("backbonerate", "0.0003");
var headrate = arg("headrate", "0.001");
var presteps = arg("presteps", "300");     // of each encoder
var prebatch = arg("prebatch", "64");
var precision = arg("precision", "fp32");  // or bf16, fp16, auto: of encoders and trainings alike
var draws = arg("draws", "1000");          // of patients, for the intervals
var device = arg("device", "auto");
var seed = arg("seed", "0");
check("data out arms tasks size frames window folds seeds steps batch bags windows backbone backbonerate headrate presteps prebatch precision draws device seed ");
numbers("size frames window seeds steps batch bags windows presteps prebatch draws", "[1-9][0-9]*", "whole number of 1 or more");
numbers("folds", "[2-9]|[1-9][0-9]+", "whole number of 2 or more");
numbers("backbonerate headrate", "[0-9]*[.]?[0-9]+(e-?[0-9]+)?", "number of at least 0");
numbers("seed", "[0-9]+", "whole number");
numbers("precision", "fp32|bf16|fp16|auto", "precision: fp32, bf16, fp16 or auto");
one = "((scratch|unseen|seen|pairs)_(mean|max|noisyor|topk|attention|gated)|scratch_r2plus1d)";
numbers("arms", one + "(;" + one + ")*", "list of arms, start_pooling, separated by semicolons");
numbers("tasks", "(severity|binary)(;(severity|binary))?", "severity, binary or both, separated by a semicolon");
if (!File.exists(out + "/crops_pocus/run.json") && (!File.isDirectory(data + "/lung_blues") || !File.isDirectory(data + "/lung_pocus")))
	exit("data=" + data + " holds no lung_blues/ and lung_pocus/. What it must hold stands at the macro's head.");

once(out + "/crops_blues", "Crop Ultrasound...", "input=[" + data + "/lung_blues] size=" + size + " maxframes=" + frames);
once(out + "/crops_pocus", "Crop Ultrasound...", "input=[" + data + "/lung_pocus] size=" + size + " maxframes=1");
table("severity", newArray("0", "1", "2", "3"));
table("binary", newArray("low", "low", "high", "high"));

var list = split(arms, ";");
var goals = split(tasks, ";");
for (t = 0; t < goals.length; t++)
	for (a = 0; a < list.length; a++) train(goals[t], list[a]);

// The rows of the predictions that were read last, and how often each patient counts.
var truths = newArray(0);
var guesses = newArray(0);
var scores = newArray(0);
var whose = newArray(0);
var turn = newArray(0);
var times = newArray(0);
var classes = 0;
header = "task,arm,kappa,kappalow,kappahigh,f1,f1low,f1high,auc,auclow,auchigh,seeds,clips,patients\n";
figures = header;
report = "";
for (t = 0; t < goals.length; t++) {
	folders = "";
	for (a = 0; a < list.length; a++) {
		folder = out + "/" + goals[t] + "/" + list[a];
		figures = figures + goals[t] + "," + list[a] + judge(folder) + "\n";
		if (a > 0) folders = folders + ",";
		folders = folders + folder;
	}
	if (list.length > 1) {
		base = list[0];
		if (place(list, "scratch_mean") >= 0) base = "scratch_mean";
		run("Compare Classifiers...", "input=[" + folders + "] names=[" + replace(arms, ";", ",") + "] baseline=" + base + " output=[" + out
			+ "/compared_" + goals[t] + "] overwrite=true");
		report = report + out + "/compared_" + goals[t] + ",";
	}
	report = report + folders + ",";
}
File.saveString(figures, out + "/figures.csv");
run("Sonoflow Report...", "input=[" + substring(report, 0, lengthOf(report) - 1) + "] output=[" + out + "/report] overwrite=true");
print(figures);
print("Starts seen and pairs have learned, without labels, from everybody who is tested: see seen.csv of their folders. The table is "
	+ out + "/figures.csv; open " + out + "/report/report.html");

// ---- what is trained ----

// The clips' frames with the labels of a task; paths go from the table.
function table(task, names) {
	text = replace(File.openAsString(out + "/crops_blues/dataset.csv"), "\r", "");
	if (indexOf(text, "\"") >= 0) exit("Tables with commas or quotes in their names cannot be read by this macro.");
	lines = split(text, "\n");
	image = column(lines[0], "image");
	patient = column(lines[0], "patient");
	label = column(lines[0], "label");
	clip = column(lines[0], "clip");
	frame = column(lines[0], "frame");
	made = "image,patient,label,organ,clip,frame\n";
	for (r = 1; r < lines.length; r++) {
		row = split(lines[r], "(,)");
		if (!matches(row[label], "[0-3]")) exit("The label of " + row[image] + " is " + row[label] + ", no severity from 0 to 3.");
		made = made + "../crops_blues/" + row[image] + "," + row[patient] + "," + names[parseInt(row[label])] + ",lung," + row[clip] + ","
			+ row[frame] + "\n";
	}
	makeFolder(out + "/tables");
	File.saveString(made, out + "/tables/" + task + ".csv");
}

function train(task, arm) {
	start = substring(arm, 0, indexOf(arm, "_"));
	pooling = substring(arm, indexOf(arm, "_") + 1);
	options = "input=[" + out + "/tables/" + task + ".csv] size=" + size + " folds=" + folds + " seeds=" + seeds + " steps=" + steps
		+ " backbonerate=" + backbonerate + " headrate=" + headrate + " markers=0 precision=" + precision + " device=" + device + " seed=" + seed;
	if (task == "binary") options = options + " positive=high";
	if (pooling == "r2plus1d") options = options + " backbone=r2plus1d-18 window=" + window + " batch=" + windows;
	else if (pooling == "attention" || pooling == "gated") options = options + " backbone=" + backbone + " pooling=" + pooling + " batch=" + bags;
	else options = options + " backbone=" + backbone + " pooling=" + pooling + " batch=" + batch;
	if (start != "scratch") {
		encoder(start);
		options = options + " weights=[" + out + "/encoder_" + start + "/encoder.safetensors]";
	}
	once(out + "/" + task + "/" + arm, "Cross-Validate Classifier...", options);
}

function encoder(start) {
	more = " more=[" + out + "/crops_blues]";
	if (start == "unseen") more = "";
	if (start == "pairs") more = more + " pairs=frames";
	once(out + "/encoder_" + start, "Pretrain Encoder...", "input=[" + out + "/crops_pocus]" + more + " size=" + size + " backbone=" + backbone
		+ " lambda=0 steps=" + presteps + " batch=" + prebatch + " chunk=" + minOf(64, parseInt(prebatch))
		+ " optimizer=adamw rate=0.001 every=1000 precision=" + precision + " device=" + device + " seed=" + seed);
}

// ---- how good it is ----

// Kappa, macro F1 and AUC of an arm, each with its interval: those of a seed's clips, each tested once, and the mean over the seeds.
function judge(folder) {
	readPredictions(folder + "/predictions.csv");
	patients = 0;
	for (r = 0; r < whose.length; r++) patients = maxOf(patients, whose[r] + 1);
	times = newArray(patients);
	Array.fill(times, 1);
	value = allSeeds();
	count = parseInt(draws);
	kappas = newArray(count);
	f1s = newArray(count);
	aucs = newArray(count);
	random("seed", 0);
	for (d = 0; d < count; d++) {
		Array.fill(times, 0);
		for (p = 0; p < patients; p++) {
			drawn = floor(random() * patients);
			times[drawn] = times[drawn] + 1;
		}
		each = allSeeds();
		kappas[d] = each[0];
		f1s[d] = each[1];
		aucs[d] = each[2];
	}
	last = 0;
	for (r = 0; r < turn.length; r++) last = maxOf(last, turn[r]);
	rounds = last + 1;
	clips = truths.length / rounds;
	text = interval(value[0], kappas);
	text = text + interval(value[1], f1s);
	text = text + interval(value[2], aucs);
	return text + "," + rounds + "," + clips + "," + patients;
}

// A value and both ends of the middle 95 % of the draws that are numbers.
function interval(value, values) {
	good = newArray(0);
	for (v = 0; v < values.length; v++) if (!isNaN(values[v])) good = Array.concat(good, values[v]);
	if (good.length == 0) return "," + value + ",,";
	Array.sort(good);
	cut = floor(good.length * 0.025);
	low = good[cut];
	high = good[good.length - 1 - cut];
	return "," + d2s(value, 4) + "," + d2s(low, 4) + "," + d2s(high, 4);
}

function allSeeds() {
	last = 0;
	for (r = 0; r < turn.length; r++) last = maxOf(last, turn[r]);
	sum = newArray(3);
	for (s = 0; s <= last; s++) {
		one = oneSeed(s);
		for (f = 0; f < 3; f++) sum[f] = sum[f] + one[f] / (last + 1);
	}
	return sum;
}

function oneSeed(s) {
	pairs = newArray(classes * classes);
	high = newArray(0);
	low = newArray(0);
	all = 0;
	for (r = 0; r < truths.length; r++) {
		weight = times[whose[r]];
		if (turn[r] == s && weight > 0) {
			at = truths[r] * classes + guesses[r];
			pairs[at] = pairs[at] + weight;
			all = all + weight;
			if (truths[r] >= classes / 2) high = Array.concat(high, r);
			else low = Array.concat(low, r);
		}
	}
	return newArray(kappa(pairs, all), macroF1(pairs), auc(high, low));
}

// 1 - weighted disagreement / that of chance, weights being the squared distances.
function kappa(pairs, all) {
	seen = 0;
	chance = 0;
	for (i = 0; i < classes; i++) {
		for (j = 0; j < classes; j++) {
			mine = 0;
			theirs = 0;
			for (k = 0; k < classes; k++) {
				mine = mine + pairs[i * classes + k];
				theirs = theirs + pairs[k * classes + j];
			}
			seen = seen + (i - j) * (i - j) * pairs[i * classes + j];
			chance = chance + (i - j) * (i - j) * mine * theirs / all;
		}
	}
	return 1 - seen / chance;
}

// The mean over the classes that occur.
function macroF1(pairs) {
	sum = 0;
	met = 0;
	for (i = 0; i < classes; i++) {
		mine = 0;
		theirs = 0;
		for (k = 0; k < classes; k++) {
			mine = mine + pairs[i * classes + k];
			theirs = theirs + pairs[k * classes + i];
		}
		if (mine > 0) {
			met++;
			sum = sum + 2 * pairs[i * classes + i] / (mine + theirs);
		}
	}
	return sum / met;
}

// How often a clip of 2-3 has a higher score than one of 0-1.
function auc(high, low) {
	won = 0;
	all = 0;
	for (h = 0; h < high.length; h++) {
		for (l = 0; l < low.length; l++) {
			weight = times[whose[high[h]]] * times[whose[low[l]]];
			all = all + weight;
			if (scores[high[h]] > scores[low[l]]) won = won + weight;
			else if (scores[high[h]] == scores[low[l]]) won = won + weight / 2;
		}
	}
	return won / all;
}

// One row a clip and seed. Score = what was given to 2-3.
function readPredictions(file) {
	lines = split(replace(File.openAsString(file), "\r", ""), "\n");
	names = newArray("0", "1", "2", "3");
	if (indexOf(lines[0] + ",", ",p_high,") >= 0) names = newArray("low", "high");
	classes = names.length;
	patient = column(lines[0], "patient");
	label = column(lines[0], "label");
	guess = column(lines[0], "prediction");
	number = column(lines[0], "seed");
	truths = newArray(lines.length - 1);
	guesses = newArray(truths.length);
	scores = newArray(truths.length);
	whose = newArray(truths.length);
	turn = newArray(truths.length);
	people = newArray(0);
	for (r = 0; r < truths.length; r++) {
		row = split(lines[r + 1], "(,)");
		truths[r] = place(names, row[label]);
		guesses[r] = place(names, row[guess]);
		for (c = classes / 2; c < classes; c++) scores[r] = scores[r] + parseFloat(row[column(lines[0], "p_" + names[c])]);
		turn[r] = parseInt(row[number]) - parseInt(seed);
		if (place(people, row[patient]) < 0) people = Array.concat(people, row[patient]);
		whose[r] = place(people, row[patient]);
	}
}

function place(names, name) {
	for (n = 0; n < names.length; n++) if (names[n] == name) return n;
	return -1;
}

// The number of a column of a table.
function column(header, name) {
	at = place(split(header, ","), name);
	if (at < 0) exit("A table has no column " + name + ".");
	return at;
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
		if (indexOf(" data out arms tasks draws device ", " " + list[i] + " ") < 0) text = text + list[i] + "=" + arg(list[i], "") + "\n";
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
