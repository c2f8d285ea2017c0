package io.sonoflow.step;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.train.ImageCache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set that is fit to train and test a classifier on: all of it was checked.
 *
 * @param dataset the samples, each with a label
 * @param classes the labels, sorted
 * @param labels index of each sample's label
 * @param positive index of the positive class, or {@link ClassifierScores#NO_POSITIVE}
 * @param images by sample number
 */
record LabelledImages(Dataset dataset, List<String> classes, int[] labels, int positive, ImageCache images) {

	/**
	 * @param input as {@link Dataset#read} takes it
	 * @param positive a label, or empty: the rarer one of two (the later in the alphabet of equally many); with three or
	 *          more classes none, and scores are means over the classes
	 * @throws SonoflowException if a label is missing, there is one class only, positive is not among the labels, or an image
	 *           cannot be used
	 */
	static LabelledImages read(final Path input, final String positive, final Monitor monitor) {
		final Dataset dataset = Dataset.read(input, monitor);
		final List<String> classes = dataset.requireClasses();
		final int[] labels = dataset.samples().stream().mapToInt(sample -> classes.indexOf(sample.label())).toArray();
		final int chosen = positive(positive, dataset, classes, monitor);
		final ImageCache images = new ImageCache(dataset.samples().stream().map(Sample::image).toList());
		images.check(monitor);
		return new LabelledImages(dataset, classes, labels, chosen, images);
	}

	private static int positive(final String asked, final Dataset dataset, final List<String> classes,
		final Monitor monitor)
	{
		if (!asked.isEmpty()) {
			if (classes.contains(asked)) return classes.indexOf(asked);
			throw new SonoflowException.Input("positive=" + asked + " is not a label of " + dataset.source() +
				". Its labels are: " + String.join(", ", classes) + ".");
		}
		if (classes.size() > 2) {
			monitor.message("There are " + classes.size() + " classes: precision, recall, F1 and AUC are means over them.");
			return ClassifierScores.NO_POSITIVE;
		}
		final int first = dataset.labelCounts().get(classes.get(0));
		final int rarer = first < dataset.labelCounts().get(classes.get(1)) ? 0 : 1;
		monitor.message("The positive class is \"" + classes.get(rarer) + "\", the rarer label.");
		return rarer;
	}

	/** @return number of samples */
	int size() {
		return labels.length;
	}

	/** @return what must stay together when data is divided: the patient, or each image by itself */
	List<String> groups(final boolean byView) {
		return dataset.samples().stream().map(sample -> byView ? sample.image().toString() : sample.group()).toList();
	}

	/** @return the positive class, or an empty text if there is none */
	String positiveName() {
		return positive == ClassifierScores.NO_POSITIVE ? "" : classes.get(positive);
	}

	/** @return the labels of some samples */
	int[] labelsOf(final int[] samples) {
		return Arrays.stream(samples).map(i -> labels[i]).toArray();
	}

	/** @return share of each class */
	double[] shares() {
		return IntStream.range(0, classes.size()).mapToDouble(c -> (double) Arrays.stream(labels).filter(label -> label == c)
			.count() / labels.length).toArray();
	}

	/** @return a sample's image as the data set names it: relative to its table or folder, forward slashes */
	String name(final int sample) {
		return name(dataset, dataset.samples().get(sample));
	}

	static String name(final Dataset dataset, final Sample sample) {
		final Path folder = Files.isDirectory(dataset.source()) ? dataset.source() : dataset.source().getParent();
		final Path image = sample.image();
		return (image.startsWith(folder.getRoot()) ? folder.relativize(image) : image).toString().replace('\\', '/');
	}

	/** @return {@link #imagesHash(Dataset)} */
	String imagesHash() {
		return imagesHash(dataset);
	}

	/** @return SHA-256 over the hashes of all images in order: what a table of paths alone does not pin down */
	static String imagesHash(final Dataset dataset) {
		try {
			final MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (final Sample sample : dataset.samples())
				digest.update(InputHash.hashOf(sample.image()).getBytes(StandardCharsets.US_ASCII));
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (final IOException e) {
			throw new SonoflowException.File("An image of " + dataset.source() + " cannot be read: " + e.getMessage() + ".", e);
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}
}
