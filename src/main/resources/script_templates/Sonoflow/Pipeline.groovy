#@ File (label = "Output", description = "A new folder for all results", style = "directory", persist = false) output
#@ Integer (label = "Patients", value = 8, min = 4, max = 200) patients
#@ Integer (label = "Image size (pixels)", value = 64, min = 32, max = 1024) size
#@ Integer (label = "Epochs", value = 3, min = 1) epochs
#@ Integer (label = "Folds", value = 2, min = 2) folds
#@ String (label = "Device", value = "auto", persist = false) device
#@output String report
#@output String summary

// A whole study on phantoms: make them, crop their screens, cross-validate, train, explain, report. Put your own
// dataset.csv (or a folder whose sub-folders are the classes) in the place of the phantoms. A step is an object: its
// fields are the keys of the macro line, those not given have their defaults, and its result is a value.

import io.sonoflow.api.Progress
import io.sonoflow.step.classify.TrainClassifier
import io.sonoflow.step.crop.CropUltrasound
import io.sonoflow.step.crossvalidate.CrossValidateClassifier
import io.sonoflow.step.explain.ExplainClassification
import io.sonoflow.step.phantom.MakePhantoms
import io.sonoflow.step.report.SonoflowReport

folder = { String name -> new File(output, name) }
progress = { step -> Progress.console(step.label()) }

// All keys at once,
phantoms = new MakePhantoms(output: folder("screens"), patients: patients, inhomogeneous: 0.5, markers: 0, seed: 1)
screens = phantoms.run(progress(phantoms))

// or the required ones first and the others as fields,
crop = new CropUltrasound(screens.table().toFile(), folder("crops"))
crop.mode = "views"
data = crop.run(progress(crop)).table().toFile()

// which stand in groups where there are many,
validate = new CrossValidateClassifier(data, folder("validation"))
validate.network.size = size
validate.training.epochs = epochs
validate.training.batch = 8
validate.division.folds = folds
validate.division.seeds = 1
validate.computation.device = device
validation = validate.run(progress(validate))

// or key by key, each checked as it is set.
train = new TrainClassifier(data, folder("classifier")).with("size", size).with("epochs", epochs).with("batch", 8)
	.with("holdout", 0.25).with("device", device)
classifier = train.run(progress(train))

explain = new ExplainClassification(model: classifier.model(), input: data, output: folder("explained"), count: 4,
	markers: true, device: device)
explained = explain.outcome(progress(explain))     // folder and figures of the run beside its result

runs = ["screens", "crops", "validation", "classifier", "explained"].collect { folder(it).path }
page = new SonoflowReport(runs.join(","), folder("report"))
report = page.run(progress(page)).html().toString()

accuracy = validation.summary().accuracy           // mean and spread over the trainings
summary = "accuracy ${accuracy.mean()} in ${accuracy.count()} trainings; ${explained.figures().images} images explained in " +
	explained.folder()
summary = summary.toString()
