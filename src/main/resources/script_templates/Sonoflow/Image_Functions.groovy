#@ Img (label = "Screen", description = "A scanner's screen: grey or colour") image
#@ File (label = "Model", description = "model.safetensors of Train Classifier; empty = the image is not classified", required = false, persist = false) model
#@ String (label = "Tissue", description = "Window of even tissue for the speckle, x,y,w,h in pixels of the crop; empty = none", value = "", required = false, persist = false) tissue
#@ Double (label = "Dynamic range (dB)", value = 60, min = 1) range
#@ Long (label = "Seed", value = 0) seed
#@output Img picture
#@output Img marked
#@output Img heat
#@output String summary

// Sonoflow's image functions on one image: crop it, look at the speckle of a window, put marks on it; with a model, classify and
// explain it. For folders of images there are steps: see the template Pipeline.

import io.sonoflow.api.Classification
import io.sonoflow.api.Markers
import io.sonoflow.api.SpeckleStatistics
import io.sonoflow.api.Ultrasound
import net.imglib2.img.ImgView

found = Ultrasound.fieldOfView(image, Ultrasound.TOLERANCE)
crop = Ultrasound.gray(Ultrasound.crop(image, found.box()))
picture = ImgView.wrap(crop)

inserted = Markers.insert(crop, seed)
marked = ImgView.wrap(inserted.image())

box = found.box()
summary = "field of view ${box.w()} x ${box.h()} at ${box.x()}, ${box.y()}, score ${found.score()} ${found.reason()}\n"

if (tissue) {
	speckle = SpeckleStatistics.of(Ultrasound.cropViews(crop, tissue)[0], range)
	summary += "Nakagami m ${speckle.nakagami()}, speckle ${speckle.lateral()} x ${speckle.axial()} pixels\n"
}

if (model != null) {
	explanation = Classification.explain(crop, model)
	heat = ImgView.wrap(explanation.heatMap())
	disturbed = Classification.explain(inserted.image(), model)
	summary += "${explanation.label()}: ${explanation.prediction().probabilities()}\n" +
		"with marks ${disturbed.label()}; ${disturbed.share(inserted.mask())} of the heat map lies on them\n"
}
summary = summary.toString()
