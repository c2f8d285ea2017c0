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
package io.sonoflow.step.explain;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.NamedImage;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.explain.Explainer;
import io.sonoflow.explain.HeatMap;
import io.sonoflow.explain.Method;
import io.sonoflow.file.Sha256;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.vit.Transformers;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.step.DeviceSettings;
import io.sonoflow.step.FileSettings;
import io.sonoflow.step.PrecisionSettings;
import io.sonoflow.step.Step;
import io.sonoflow.step.data.ClipModels;
import io.sonoflow.step.data.FrameSettings;
import io.sonoflow.step.data.ModelFiles;
import io.sonoflow.step.data.OrganSettings;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Shows on which part of each image, and on which frames of each clip, a classifier's decision rests, and, if asked, whether it
 * turns to marks once there are some: a heat map over the image, and the share of the map that lies on the marks. Where the
 * data set says which pixels burnt-in marks cover (column {@link Sample#MARKS}), the share is measured on those.
 */
public final class ExplainClassification extends Step<ExplainClassification.Result> {

	/** The menu label. */
	public static final String LABEL = "Explain Classification...";

	private static final int LARGEST = 255;

	/** The value of target that means the most probable class of each image. */
	public static final String PREDICTED = "predicted";

	@Parameter(label = "Model", description = "Model file of \"Train Classifier...\".",
		attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File model;

	@Parameter(label = "Input", description = "Image, folder of images, dataset.csv or a list of the UUSIC challenge (JSON); " +
		"empty = the active image.",
		attrs = @Attr(name = Key.EXISTS))
	public File input;

	@Parameter(label = "Count", description = "Images and clips of the input to explain, spread evenly over it; 0 = all.",
		min = "0")
	public int count = 0;

	@Parameter(label = "Method", description = "How the heat map is made; scorecam takes about a hundred times as long; rollout " +
		"is for Vision Transformers; auto = gradcam++, of a Vision Transformer scorecam with top=64.", choices = { Method.AUTO,
			"gradcam++", "gradcam", "scorecam", "rollout" })
	public String method = Method.AUTO;

	@Parameter(label = "Target", description = "The class to explain: predicted (the most probable of each image) or a " +
		"label of the model.", attrs = @Attr(name = Key.REQUIRED))
	public String target = PREDICTED;

	@Parameter(label = "Markers", description = "Explain each image also with circles, pluses and a caliper line inserted; " +
		"without, marks are measured where the column marks of dataset.csv names their masks.")
	public boolean markers = false;

	@Parameter(label = "Layer", description = "On whose places the map is made, named as the network's blocks: e.g. layer3, " +
		"features.denseblock3, blocks.10.norm1; auto = the last stage, of a Vision Transformer the last block's first norm.",
		attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.SINCE, value = Explainer.AUTO) })
	public String layer = Explainer.AUTO;

	@Parameter(label = "Top", description = "How many channels scorecam takes, the most active ones; 0 = all. 64 of 768 take a " +
		"tenth of the time.", min = "0", attrs = @Attr(name = Key.SINCE, value = "0"))
	public int top = 0;

	@Parameter(label = "Tests", description = "Test each map: deletion and insertion, pointing game and energy on the masks of " +
		"the data set, and whether random weights change it.", attrs = @Attr(name = Key.SINCE, value = "false"))
	public boolean tests = false;

	@Parameter(label = "Output", description = "Folder for cams/ and cams.csv, of clips also frames.csv; empty = only show.",
		style = "directory", attrs = @Attr(name = Key.FRAME))
	public File output;

	@Group("Files")
	public OrganSettings told = new OrganSettings();

	@Group("Clips")
	public FrameSettings clips = new FrameSettings();

	@Group("Files")
	public FileSettings files = new FileSettings();

	@Group("Computation")
	public DeviceSettings computation = new DeviceSettings();

	@Group("Computation")
	public PrecisionSettings numbers = new PrecisionSettings();

	@Parameter(label = "Seed", description = "Any whole number; decides where markers are inserted, and the random weights of " +
		"tests.", attrs = @Attr(name = Key.HEADING, value = "Computation"))
	public long seed = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(name = Key.FRAME))
	public boolean overwrite = false;

	/** Images to explain instead of those of {@link #input}; of an open stack its slices. */
	public List<NamedImage> images = List.of();

	/**
	 * @param rows of the table, two an image if marks were inserted
	 * @param pictures the first ones, in the order of the images
	 * @param review image and reason of each image that cannot be used and has no row
	 * @param classes of the model, the order of probabilities
	 * @param explained images with their maps, in their order; of files the first ones, of images in memory all
	 */
	public record Result(List<CamTable.Row> rows, List<ArrayImg<ARGBType, IntArray>> pictures, List<List<String>> review,
		List<String> classes, List<Explained> explained)
	{
	}

	/**
	 * An image and its heat map, to be laid over it.
	 *
	 * @param name of the image
	 * @param image 8-bit grey (x, y)
	 * @param heat of the same size, 0..255; null if the map shows nothing
	 * @param caption the class and its probability in words
	 * @param probabilities of all classes
	 */
	public record Explained(String name, RandomAccessibleInterval<UnsignedByteType> image,
		RandomAccessibleInterval<UnsignedByteType> heat, String caption, double[] probabilities)
	{

		static Explained of(final String name, final RandomAccessibleInterval<UnsignedByteType> image, final HeatMap map,
			final String label)
		{
			final byte[] heat = new byte[map.values().length];
			for (int i = 0; i < heat.length; i++)
				heat[i] = (byte) Math.round(LARGEST * map.values()[i]);
			return new Explained(name, image, map.state() == HeatMap.State.OK ? Images.bytes(heat, map.width(), map.height()) : null,
				String.format(Locale.ROOT, "%s %.1f %%", label, 100 * map.score()), map.probabilities());
		}
	}

	public ExplainClassification() {
	}

	/**
	 * @param model of Train Classifier
	 * @param input image, folder of images or dataset.csv
	 */
	public ExplainClassification(final File model, final File input) {
		this.model = model;
		this.input = input;
	}

	/** @param values by key, for scripts */
	public ExplainClassification(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static ExplainClassification of(final Path model, final Path input) {
		return new ExplainClassification(file(model), file(input));
	}

	@Override
	public String label() {
		return LABEL;
	}

	@Override
	protected void checkTogether() {
		if (model.isDirectory()) {
			final List<Path> models = ModelFiles.of(model.toPath(), "a classifier",
				"\"Train Classifier...\" or \"Cross-Validate Classifier...\"");
			throw new SonoflowException.Input("model=" + model + " is a folder of " + models.size() + " network(s), and a map is one " +
				"network's: of several there is no common one. Give one of them, such as model=" + models.get(0) + ".");
		}
		if (!method.equals(Method.AUTO)) checkTop();
	}

	private void checkTop() {
		if (top > 0 && Method.of(method) != Method.SCORECAM) throw new SonoflowException.Input("top=" + top +
			" is only for method=scorecam; method=" + method + " computes all channels at once. Leave out top.");
	}

	/** What is usual for the model, so that the record says what was done. */
	@Override
	protected void settle() {
		if (!method.equals(Method.AUTO)) return;
		final boolean tokens = Transformers.isKnown(ModelFile.config(model.toPath()).architecture());
		method = Method.usual(tokens).key();
		if (tokens && top == 0) top = Method.USUAL_TOP;
		checkTop();
	}

	/**
	 * @throws SonoflowException if model, images or output are not what they must be; then nothing was written
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final ModelConfig config = ModelFile.config(model.toPath());
		target(config);
		final ExplainSources sources = images.isEmpty() ? ExplainSources.files(this, config, monitor) : ExplainSources.open(this,
			config);
		try (Classifier classifier = Classifier.load(model.toPath(), Devices.parse(computation.device, monitor))) {
			numbers.apply(classifier.network(), monitor);
			final Explainer explainer = new Explainer(ClipModels.ofViews(classifier), Method.of(method), layer, top);
			if (output == null) return new ExplanationRun(this, classifier, explainer, sources, null, monitor).run();
			final List<Path> inputs = Stream.of(model, input).filter(file -> file != null).map(File::toPath).toList();
			return inFolder(record(inputs).reading(readings(sources)), monitor, folder -> {
				folder.device(Devices.name(classifier.network().manager().getDevice()), "PyTorch " + Torch.version() + " (DJL " +
					Torch.djlVersion() + ")", Torch.threads());
				final Result result = new ExplanationRun(this, classifier, explainer, sources, folder, monitor).run();
				monitor.message("Explained " + Opened.count(sources.names().size(), sources.left()) + ". Wrote " + folder
					.resolve(CamTable.FILE));
				return result;
			});
		}
	}

	/**
	 * {@return what images in memory are: of another clip under the same name a run that was cancelled is not gone on with; nor is
	 *         one from when rows of a clip were images of their own}
	 */
	private Map<Path, String> readings(final ExplainSources sources) {
		if (images.isEmpty()) return sources.joinsRows() ? Map.of(input.toPath(), ClipUnits.JOINED) : Map.of();
		final MessageDigest digest = Sha256.digest();
		for (final NamedImage image : images) {
			digest.update((Images.width(image.image()) + "x" + Images.height(image.image()) + "\n").getBytes(
				StandardCharsets.UTF_8));
			digest.update(Images.pixels(image.image()));
		}
		return Map.of(model.toPath(), "for images in memory, sha256 " + HexFormat.of().formatHex(digest.digest()));
	}

	/**
	 * {@return the number of the class to explain, or {@link Explainer#PREDICTED}}
	 *
	 * @throws SonoflowException.Input if the model has no such class
	 */
	int target(final ModelConfig config) {
		// A class may itself be called "predicted"; then the word means the class.
		if (target.equals(PREDICTED) && !config.classes().contains(PREDICTED)) return Explainer.PREDICTED;
		if (config.classes().contains(target)) return config.indexOf(target);
		throw new SonoflowException.Input("target=" + target + " is no class of the model " + model + ". Allowed are: " +
			PREDICTED + ", " + String.join(", ", config.classes()) + ".");
	}
}
