#@ Img (label = "Screen", description = "A scanner's screen: grey or colour") image
#@ File (label = "Model", description = "model.safetensors of Train Classifier; empty = the image is not classified", required = false, persist = false) model
#@ String (label = "Tissue", description = "Window of even tissue for the speckle, x,y,w,h in pixels of the crop; empty = none", value = "", required = false, persist = false) tissue
#@ Double (label = "Dynamic range (dB)", value = 60, min = 1) range
#@ Long (label = "Seed", value = 0) seed
#@output Img picture
#@output Img marked
#@output Img heat
#@output String summary

# Sonoflow's image functions on one image: crop it, look at the speckle of a window, put marks on it; with a model, classify and
# explain it. For folders of images there are steps: see the template Pipeline.

from io.sonoflow.api import Classification, Markers, SpeckleStatistics, Ultrasound
from net.imglib2.img import ImgView

found = Ultrasound.fieldOfView(image, Ultrasound.TOLERANCE)
crop = Ultrasound.gray(Ultrasound.crop(image, found.box()))
picture = ImgView.wrap(crop)

inserted = Markers.insert(crop, seed)
marked = ImgView.wrap(inserted.image())

box = found.box()
summary = "field of view %d x %d at %d, %d, score %.2f %s\n" % (
    box.w(), box.h(), box.x(), box.y(), found.score(), found.reason())
if tissue:
    speckle = SpeckleStatistics.of(Ultrasound.cropViews(crop, tissue)[0], range)
    summary += "Nakagami m %.2f, speckle %.1f x %.1f pixels\n" % (
        speckle.nakagami(), speckle.lateral(), speckle.axial())

if model is not None:
    explanation = Classification.explain(crop, model)
    heat = ImgView.wrap(explanation.heatMap())
    disturbed = Classification.explain(inserted.image(), model)
    summary += "%s: %s\n" % (explanation.label(), explanation.prediction().probabilities())
    summary += "with marks %s; %.3f of the heat map lies on them\n" % (
        disturbed.label(), disturbed.share(inserted.mask()))
else:
    heat = None
