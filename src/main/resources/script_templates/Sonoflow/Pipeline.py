#@ File (label = "Output", description = "A new folder for all results", style = "directory", persist = false) output
#@ Integer (label = "Patients", value = 8, min = 4, max = 200) patients
#@ Integer (label = "Image size (pixels)", value = 64, min = 32, max = 1024) size
#@ Integer (label = "Epochs", value = 3, min = 1) epochs
#@ Integer (label = "Folds", value = 2, min = 2) folds
#@ String (label = "Device", value = "auto", persist = false) device
#@output String report
#@output String summary

# A whole study on phantoms: make them, crop their screens, cross-validate, train, explain, report. Put your own
# dataset.csv (or a folder whose sub-folders are the classes) in the place of the phantoms. A step is an object: its
# fields are the keys of the macro line, those not given have their defaults, and its result is a value.

from io.sonoflow.api import Progress
from io.sonoflow.step.classify import TrainClassifier
from io.sonoflow.step.crop import CropUltrasound
from io.sonoflow.step.crossvalidate import CrossValidateClassifier
from io.sonoflow.step.explain import ExplainClassification
from io.sonoflow.step.phantom import MakePhantoms
from io.sonoflow.step.report import SonoflowReport
from java.io import File


def folder(name):
    return File(output, name)


def run(step):
    return step.run(Progress.console(step.label()))


# The required keys first, the others all at once by their names,
phantoms = MakePhantoms(folder("screens"))
phantoms.set({"patients": patients, "inhomogeneous": 0.5, "markers": 0, "seed": 1})
screens = run(phantoms)

# or as fields,
crop = CropUltrasound(screens.table().toFile(), folder("crops"))
crop.mode = "views"
data = run(crop).table().toFile()

# which stand in groups where there are many.
validate = CrossValidateClassifier(data, folder("validation"))
validate.network.size = size
validate.training.epochs = epochs
validate.training.batch = 8
validate.division.folds = folds
validate.division.seeds = 1
validate.computation.device = device
validation = run(validate)

train = TrainClassifier(data, folder("classifier"))
train.set({"size": size, "epochs": epochs, "batch": 8, "holdout": 0.25, "device": device})
classifier = run(train)

explain = ExplainClassification(classifier.model().toFile(), data)
explain.set({"output": folder("explained"), "count": 4, "markers": True, "device": device})
explained = explain.outcome(Progress.console(explain.label()))  # folder and figures of the run beside its result

runs = ["screens", "crops", "validation", "classifier", "explained"]
page = SonoflowReport(",".join([folder(name).getPath() for name in runs]), folder("report"))
report = run(page).html().toString()

accuracy = validation.summary()["accuracy"]  # mean and spread over the trainings
summary = "accuracy %.3f in %d trainings; %d images explained in %s" % (
    accuracy.mean(), accuracy.count(), explained.figures()["images"], explained.folder())
