package io.sonoflow.step;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.diffusion.training.TrainingImages;

import java.nio.file.Path;
import java.util.List;

/**
 * A data set that is fit to train a diffusion network on: all of it was checked.
 *
 * @param dataset the samples
 * @param classes the labels, sorted; empty = trained without
 * @param labels index of each sample's label; null = trained without
 * @param images by sample number, brought to the network's size
 */
record DiffusionData(Dataset dataset, List<String> classes, int[] labels, TrainingImages images) {

	/**
	 * @param input as {@link Dataset#read} takes it
	 * @param size side of the network's images, pixels
	 * @param byLabel whether labels are the classes
	 * @throws SonoflowException if a label is wanted and missing, an image cannot be used, or images differ in size
	 */
	static DiffusionData read(final Path input, final int size, final boolean byLabel, final Monitor monitor) {
		final Dataset dataset = Dataset.read(input, monitor);
		final List<String> classes = byLabel ? classes(dataset) : List.of();
		final int[] labels = byLabel ? dataset.samples().stream().mapToInt(sample -> classes.indexOf(sample.label())).toArray()
			: null;
		final TrainingImages images = new TrainingImages(dataset.samples().stream().map(Sample::image).toList(), size);
		images.check(monitor);
		return new DiffusionData(dataset, classes, labels, images);
	}

	private static List<String> classes(final Dataset dataset) {
		final List<Sample> unlabelled = dataset.samples().stream().filter(sample -> sample.label().isEmpty()).toList();
		if (!unlabelled.isEmpty()) throw new SonoflowException.Input("classes=true needs a label of every image, but " +
			unlabelled.size() + " of the " + dataset.samples().size() + " images of " + dataset.source() +
			" have none (first: " + unlabelled.get(0).image().getFileName() + "). Give a dataset.csv with a filled column " +
			"label, or a folder whose sub-folders are the classes, or use classes=false.");
		final List<String> classes = List.copyOf(dataset.labelCounts().keySet());
		if (classes.size() < 2) throw new SonoflowException.Input("classes=true, but all images of " + dataset.source() +
			" have the label " + classes.get(0) + ". Use classes=false, or add images of another label.");
		return classes;
	}
}
