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
import io.sonoflow.dataset.ChallengeList;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.NamedImage;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Torch;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.step.DeviceSettings;
import io.sonoflow.step.FileSettings;
import io.sonoflow.step.PrecisionSettings;
import io.sonoflow.step.Step;
import io.sonoflow.step.data.ClipModels;
import io.sonoflow.step.data.FrameSettings;
import io.sonoflow.step.data.InputCheck;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.ModelFiles;
import io.sonoflow.step.data.OrganSettings;
import io.sonoflow.step.data.PredictionTables;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.Inference;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Says of images what a trained classifier takes them for. A model file is enough; images are read in batches. */
public final class ClassifyUltrasound extends Step<ClassifyUltrasound.Result> {

	/** The menu label. */
	public static final String LABEL = "Classify Ultrasound...";

	private static final String SONOFLOW = "sonoflow";
	private static final String CHALLENGE = "uusic";

	@Parameter(label = "Model", description = "Model file of \"Train Classifier...\" or \"Cross-Validate Classifier...\", or " +
		"the output folder, whose networks are averaged.",
		attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File model;

	@Parameter(label = "Input", description = "Image, folder of images, dataset.csv or a list of the UUSIC challenge (JSON); " +
		"empty = the active image.",
		attrs = @Attr(name = Key.EXISTS))
	public File input;

	@Parameter(label = "Output", description = "Folder for predictions.csv; empty = only show.", style = "directory",
		attrs = @Attr(name = Key.FRAME))
	public File output;

	@Group("Files")
	public OrganSettings told = new OrganSettings();

	@Parameter(label = "Layout", description = "What is written beside predictions.csv: sonoflow = nothing; uusic = " +
		"classification.json, as the UUSIC challenge wants its results.", choices = { SONOFLOW, CHALLENGE }, attrs = {
			@Attr(name = Key.SINCE, value = SONOFLOW), @Attr(name = Key.HEADING, value = "Files") })
	public String layout = SONOFLOW;

	@Group("Clips")
	public FrameSettings clips = new FrameSettings();

	@Group("Files")
	public FileSettings files = new FileSettings();

	@Group("Computation")
	public DeviceSettings computation = new DeviceSettings();

	@Group("Computation")
	public PrecisionSettings numbers = new PrecisionSettings();

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = {
		@Attr(name = Key.FRAME), @Attr(name = Key.HEADING, value = "Computation") })
	public boolean overwrite = false;

	/** Images to classify instead of those of {@link #input}; of an open stack its slices. */
	public List<NamedImage> images = List.of();

	/**
	 * One row of the table.
	 *
	 * @param image its name
	 * @param prediction the most probable class
	 * @param probabilities one a class
	 * @param warning why the image does not look like those that the model was trained on; empty if it does
	 */
	public record Prediction(String image, String prediction, double[] probabilities, String warning) {
	}

	/**
	 * @param classes the columns of the probabilities
	 * @param rows one an image
	 * @param review image and reason of each image that cannot be read and has no row
	 * @param answers one a row, of clips frame by frame
	 */
	public record Result(List<String> classes, List<Prediction> rows, List<List<String>> review, List<ClipAnswer> answers) {
	}

	/**
	 * What is to be classified.
	 *
	 * @param names of the images
	 * @param samples of the images, with their organs
	 * @param review of those that cannot be read
	 * @param flawed of those that are damaged and used in part
	 * @param warnings one an image, why it does not look like the model's; empty if it does
	 * @param check of the images
	 * @param answers of a network, one a sample
	 */
	private record Work(List<String> names, List<Sample> samples, List<List<String>> review, List<List<String>> flawed,
		List<String> warnings, InputCheck check, Function<Classifier, List<ClipAnswer>> answers)
	{
	}

	public ClassifyUltrasound() {
	}

	/**
	 * @param model of Train Classifier or Cross-Validate Classifier, or their output folder
	 * @param input image, folder of images or dataset.csv
	 */
	public ClassifyUltrasound(final File model, final File input) {
		this.model = model;
		this.input = input;
	}

	/** @param values by key, for scripts */
	public ClassifyUltrasound(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static ClassifyUltrasound of(final Path model, final Path input) {
		return new ClassifyUltrasound(file(model), file(input));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/** @throws SonoflowException.Input if a layout of files is asked for, and there are none */
	@Override
	protected void checkTogether() {
		if (layout.equals(CHALLENGE) && (output == null || input == null)) throw new SonoflowException.Input("layout=uusic is a " +
			"way to write answers about files. Give input and output.");
	}

	/**
	 * @throws SonoflowException if model, images or output are not what they must be; then nothing was written
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final List<Path> models = models();
		final ModelConfig config = ModelFile.config(models.get(0));
		final InputCheck check = InputCheck.of(config.notes(), model.getName(), monitor);
		if (!images.isEmpty()) return run(models, open(config, check, monitor), List.of(model.toPath()), monitor);
		if (input == null) throw new SonoflowException.Input(
			"input is missing. Give an image, a folder of images or a dataset.csv.");
		return run(models, work(config, check, monitor), List.of(model.toPath(), input.toPath()), monitor);
	}

	/** {@return one, or those of the folder, which must answer the same question: their probabilities are averaged} */
	private List<Path> models() {
		final List<Path> models = ModelFiles.of(model.toPath(), "a classifier",
			"\"Train Classifier...\" or \"Cross-Validate Classifier...\"");
		final ModelConfig first = ModelFile.config(models.get(0));
		for (final Path other : models) {
			final ModelConfig config = ModelFile.config(other);
			if (!config.classes().equals(first.classes()) || !config.organs().equals(first.organs()) || config.size() != first.size() ||
				!ClipModels.areAlike(config, first))
				throw new SonoflowException.File("The models in " + model + " cannot be averaged: " + models.get(0).getFileName() +
					" and " + other.getFileName() + " have other classes, organs, another size or another way to see clips. Give one of them.");
		}
		return models;
	}

	private Work open(final ModelConfig config, final InputCheck check, final Monitor monitor) {
		ClipModels.requireImages(config);
		final List<Sample> samples = told.of(config, images.stream().map(image -> Sample.of(Path.of("open"))).toList());
		return new Work(images.stream().map(NamedImage::name).toList(), samples, List.of(), List.of(), check.warnings(IntStream
			.range(0, images
			.size()).toArray(), i -> images.get(i).image(), monitor), check, classifier -> {
				classifier.tell(samples.get(0).organ());
				return Stream.of(ClipModels.ofFrames(classifier).classify(images.stream().map(NamedImage::image).toList(), monitor)).map(
					ClipAnswer::of)
					.toList();
			});
	}

	private Work work(final ModelConfig config, final InputCheck check, final Monitor monitor) {
		final Dataset rows = ChallengeList.of(Dataset.read(input.toPath(), monitor), ChallengeList.CLASSIFICATION,
			"Segment Ultrasound...", monitor);
		final ClipUnits units = ClipUnits.of(rows, monitor);
		final Dataset dataset = units.dataset();
		final List<Sample> samples = told.of(config, dataset.samples());
		final ImageCache cache = ImageCache.passing(new ClipUnits(new Dataset(dataset.source(), samples), units.files()),
			ClipModels.clips(config, clips));
		final Map<Path, Sample> byFile = rows.samples().stream().collect(Collectors.toMap(Sample::image, row -> row, (
			row, again) -> row));
		final double[][] times = new double[samples.size()][];
		final Opened<Void> opened = cache.open(files.strict, monitor, i -> {
			if (cache.isClip(i)) times[i] = ClipAnswer.times(units.files().get(i).stream().map(byFile::get).toList());
		});
		opened.requireAny();
		opened.tell(output != null, monitor);
		if (IntStream.of(opened.usable()).noneMatch(cache::isClip)) ClipModels.requireImages(config);
		final List<String> names = dataset.samples().stream().map(sample -> LabelledImages.name(dataset, sample)).toList();
		return new Work(IntStream.of(opened.usable()).mapToObj(names::get).toList(), IntStream.of(opened.usable()).mapToObj(
			samples::get).toList(), opened.review(names::get, RecordedPaths::text),
			opened.flawed(names::get, RecordedPaths::text), check.warnings(opened.usable(), cache::get,
				monitor), check, classifier -> {
					final List<Inference.Frames> frames = Inference.frames(classifier.network(), cache, opened.usable(), config.size(),
						"classifying", monitor);
					return IntStream.range(0, frames.size()).mapToObj(k -> ClipAnswer.of(frames.get(k), cache.clips(), times[opened
						.usable()[k]])).toList();
				});
	}

	private Result run(final List<Path> models, final Work work, final List<Path> inputs, final Monitor monitor) {
		if (models.size() > 1) monitor.message("The probabilities are the means of " + models.size() + " networks.");
		try (Classifier classifier = Classifier.load(models.get(0), Devices.parse(computation.device, monitor))) {
			final ModelConfig config = classifier.config();
			numbers.apply(classifier.network(), monitor);
			if (output == null) {
				work.check.tell("images", work.names, work.warnings, null, monitor);
				return result(models, work, classifier);
			}
			return inFolder(record(inputs), monitor, folder -> {
				folder.device(Devices.name(classifier.network().manager().getDevice()), "PyTorch " + Torch.version() + " (DJL " +
					Torch.djlVersion() + ")", Torch.threads());
				work.check.tell("images", work.names, work.warnings, folder, monitor);
				final Result result = result(models, work, classifier);
				write(folder.resolve(PredictionTables.PREDICTIONS), result);
				ClipAnswer.write(folder, work.names, result.answers, result.classes);
				if (layout.equals(CHALLENGE)) writeAnswers(config, work, result, folder.path(), monitor);
				Opened.write(folder.path(), Stream.concat(result.review.stream(), work.flawed.stream()).toList());
				folder.figure("images", work.names.size());
				folder.figure("review", result.review.size());
				for (final String name : config.classes())
					folder.figure("predicted " + name, result.rows.stream().filter(row -> row.prediction.equals(name)).count());
				monitor.message("Classified " + Opened.count(work.names.size(), result.review.size()) + ". Wrote " + output);
				return result;
			});
		}
	}

	private static Result result(final List<Path> models, final Work work, final Classifier classifier) {
		final List<ClipAnswer> answers = work.answers.apply(classifier);
		for (final Path other : models.subList(1, models.size()))
			try (Classifier next = Classifier.load(other, classifier.network().manager().getDevice())) {
				next.network().infer(classifier.network().inference());
				final List<ClipAnswer> more = work.answers.apply(next);
				for (int i = 0; i < more.size(); i++)
					answers.get(i).add(more.get(i));
			}
		answers.forEach(answer -> answer.divide(models.size()));
		final double[][] probabilities = answers.stream().map(ClipAnswer::probabilities).toArray(double[][]::new);
		final List<String> classes = classifier.config().classes();
		return new Result(classes, IntStream.range(0, work.names.size()).mapToObj(i -> new Prediction(work.names.get(
			i), classes.get(Classifier.best(probabilities[i])), probabilities[i], work.warnings.get(i))).toList(),
			work.review, answers);
	}

	private void writeAnswers(final ModelConfig config, final Work work, final Result result, final Path folder,
		final Monitor monitor)
	{
		final ChallengeAnswers answers = new ChallengeAnswers(config);
		final Path path = input.toPath().toAbsolutePath().normalize();
		for (int i = 0; i < result.rows.size(); i++)
			answers.add(work.samples.get(i), Files.isDirectory(path) ? path : path.getParent(), result.rows.get(i).probabilities);
		answers.write(folder, monitor);
	}

	private static void write(final Path file, final Result result) {
		final List<String> header = PredictionTables.header(List.of("image", "prediction"), result.classes);
		header.add(InputCheck.COLUMN);
		Tables.write(file, header, result.rows.stream().map(row -> {
			final List<String> cells = PredictionTables.row(List.of(row.image, row.prediction), row.probabilities);
			cells.add(row.warning);
			return cells;
		}).toList());
	}
}
