/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.step.classify;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Torch;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.PredictionTables;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.Inference;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Says of images what a trained classifier takes them for. A model file is enough; images are read in batches. */
public final class ClassifyUltrasoundStep {

	/** The menu label. */
	public static final String COMMAND = "Classify Ultrasound...";

	private ClassifyUltrasoundStep() {
	}

	/**
	 * @param model file of Train Classifier or Cross-Validate Classifier
	 * @param input image, folder or dataset.csv; null if the images are given
	 * @param output folder for predictions.csv; null = none
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param overwrite whether a finished run may be replaced
	 */
	public record Config(Path model, Path input, Path output, String device, boolean overwrite) {
	}

	/**
	 * An image to classify.
	 *
	 * @param name for the table
	 * @param image (x, y), 8-bit grey
	 */
	public record Source(String name, RandomAccessibleInterval<UnsignedByteType> image) {
	}

	/**
	 * One row of the table.
	 *
	 * @param image its name
	 * @param prediction the most probable class
	 * @param probabilities one a class
	 */
	public record Prediction(String image, String prediction, double[] probabilities) {
	}

	/**
	 * @param classes the columns of the probabilities
	 * @param rows one an image
	 */
	public record Result(List<String> classes, List<Prediction> rows) {
	}

	/**
	 * Classifies the images of {@link Config#input}.
	 *
	 * @throws SonoflowException if model, images or output are not what they must be; then nothing was written
	 */
	public static Result run(final Config config, final Monitor monitor) {
		final ModelConfig model = checkModel(config);
		final Dataset dataset = Dataset.read(config.input, monitor);
		final ImageCache images = new ImageCache(dataset.samples().stream().map(Sample::image).toList());
		images.check(monitor);
		final List<String> names = dataset.samples().stream().map(sample -> LabelledImages.name(dataset, sample)).toList();
		return run(config, model, names, List.of(config.model, config.input), classifier -> Inference.probabilities(classifier
			.network(), images, IntStream.range(0, images.size()).toArray(), model.size(), "classifying", monitor), monitor);
	}

	/**
	 * Classifies the given images, at least one.
	 *
	 * @throws SonoflowException if model or output are not what they must be; then nothing was written
	 */
	public static Result run(final Config config, final List<Source> sources, final Monitor monitor) {
		final ModelConfig model = checkModel(config);
		final List<String> names = sources.stream().map(Source::name).toList();
		return run(config, model, names, List.of(config.model), classifier -> classifier.classify(sources.stream().map(
			Source::image).toList(), monitor), monitor);
	}

	private static ModelConfig checkModel(final Config config) {
		if (config.model == null) throw new SonoflowException.Input(
			"model is missing. Give the model.safetensors of \"Train Classifier...\" or a file in models/ of" +
				" \"Cross-Validate Classifier...\".");
		return ModelFile.config(config.model);
	}

	private static Result run(final Config config, final ModelConfig model, final List<String> names,
		final List<Path> inputs, final Function<Classifier, double[][]> work, final Monitor monitor)
	{
		try (Classifier classifier = Classifier.load(config.model, Devices.parse(config.device, monitor))) {
			if (config.output == null) return result(model, names, work.apply(classifier));
			return RunFolder.execute(new RunFolder.Run(COMMAND, config, config.output, config.overwrite, inputs), monitor,
				folder -> {
					folder.device(Devices.name(classifier.network().manager().getDevice()), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch.threads());
					final Result result = result(model, names, work.apply(classifier));
					write(folder.resolve(PredictionTables.PREDICTIONS), result);
					folder.figure("images", names.size());
					for (final String label : model.classes())
						folder.figure("predicted " + label, result.rows.stream().filter(row -> row.prediction.equals(label))
							.count());
					return result;
				});
		}
	}

	private static Result result(final ModelConfig model, final List<String> names, final double[][] probabilities) {
		return new Result(model.classes(), IntStream.range(0, names.size()).mapToObj(i -> new Prediction(names.get(i), model
			.classes().get(Classifier.best(probabilities[i])), probabilities[i])).toList());
	}

	private static void write(final Path file, final Result result) {
		Tables.write(file, PredictionTables.header(List.of("image", "prediction"), result.classes), result.rows.stream().map(
			row -> PredictionTables.row(List.of(row.image, row.prediction), row.probabilities)).toList());
	}
}
