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
package io.sonoflow.step.segment;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Opened;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.step.DeviceSettings;
import io.sonoflow.step.FileSettings;
import io.sonoflow.step.Step;
import io.sonoflow.step.data.InputCheck;
import io.sonoflow.step.data.TakenFrames;
import io.sonoflow.step.prompt.PromptKind;
import io.sonoflow.step.prompt.PromptedSegmentation;
import io.sonoflow.step.prompt.Prompts;
import io.sonoflow.train.segment.Segmenter;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Finds structures in pictures: masks in the pictures' own size, and what can be measured of each object. Clips are worked on
 * frame by frame.
 */
public final class SegmentUltrasound extends Step<SegmentUltrasound.Result> {

	/** The menu label. */
	public static final String LABEL = "Segment Ultrasound...";

	private static final String AUTO = "auto";
	static final String CHALLENGE = "uusic";

	@Parameter(label = "Model", description = "A model.safetensors of \"Train Segmenter...\", or its output folder, whose " +
		"networks are " +
		"averaged; with prompt= weights of SAM or MedSAM (ViT).", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File model;

	@Parameter(label = "Input", description = "Image or clip, folder of images, dataset.csv or a list of the UUSIC " +
		"challenge (JSON); empty = the active image.",
		attrs = @Attr(name = Key.EXISTS))
	public File input;

	@Parameter(label = "Output", description = "Folder for masks/, dataset.csv, objects.csv, rois.zip and sheet.png; empty = " +
		"only show.",
		style = "directory", attrs = @Attr(name = Key.FRAME))
	public File output;

	@Parameter(label = "Organ", description = "The organ of all pictures, one that the model knows; empty = the column organ, " +
		"or the " +
		"model's only one.")
	public String organ = "";

	@Parameter(label = "Threshold", description = "Probability from which on a pixel belongs to a structure, above 0 and below " +
		"1; auto " +
		"= chosen in training on a validation part.", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.PATTERN,
			value = "auto|0?\\.[0-9]*[1-9][0-9]*|[1-9](\\.[0-9]+)?[eE]-[0-9]+"), @Attr(name = Key.ALLOWED, value = "auto, or a " +
				"number above 0 and below 1") })
	public String threshold = AUTO;

	@Group("Masks")
	public PostSettings post = new PostSettings();

	@Parameter(label = "Flips", description = "Average the answers for the picture and for it flipped left and right; as " +
		"in training, not top and bottom, where sound comes from.", attrs = @Attr(name = Key.HEADING, value = "Masks"))
	public boolean tta = false;

	@Parameter(label = "Uncertainty", description = "Also say how far the answers for flips, or of several networks, are " +
		"apart: their " +
		"standard deviation in each pixel, 0 to 0.5, and its mean over each object.", attrs = @Attr(name = Key.HEADING,
			value = "Masks"))
	public boolean uncertainty = false;

	@Parameter(label = "Crop", description = "Look at the field of view only, where it is surely found; for whole screens. " +
		"Models that " +
		"were trained so do it always.", attrs = @Attr(name = Key.HEADING, value = "Masks"))
	public boolean crop = false;

	@Parameter(label = "Prompt", description = "What tells SAM or MedSAM where objects are: boxes or points of a table, the " +
		"ROIs of the " +
		"open image, or the masks of the data set; none = a model of \"Train Segmenter...\", which finds them itself.", choices = {
			"none", "boxes", "points", "rois", "masks" }, attrs = @Attr(name = Key.HEADING, value = "Prompts"))
	public String prompt = "none";

	@Parameter(label = "Boxes", description = "Table of prompts: image, x, y, w, h (and structure), or for points image, x, y, " +
		"label, " +
		"object.", attrs = { @Attr(name = Key.EXISTS), @Attr(name = Key.HEADING, value = "Prompts") })
	public File boxes;

	@Parameter(label = "ROIs", description = "Where the objects of the open image go: its overlay, the ROI Manager, or " +
		"nowhere. What was " +
		"there stays.", choices = { "overlay", "manager", "none" }, attrs = @Attr(name = Key.HEADING, value = "Results"))
	public String roi = "overlay";

	@Parameter(label = "Layout", description = "Names of masks in the output: sonoflow = masks/; uusic = as the pictures, in " +
		"the same folders, with mask where they say img, as the UUSIC challenge wants its results.", choices = { "sonoflow",
			CHALLENGE }, attrs = @Attr(name = Key.HEADING, value = "Results"))
	public String layout = "sonoflow";

	@Group("Clips")
	public TakenFrames frames = new TakenFrames();

	@Group("Files")
	public FileSettings files = new FileSettings();

	@Group("Computation")
	public DeviceSettings computation = new DeviceSettings();

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = {
		@Attr(name = Key.FRAME), @Attr(name = Key.HEADING, value = "Computation") })
	public boolean overwrite = false;

	/** The open picture, to be segmented instead of {@link #input}; null = none. */
	public OpenPicture open;

	/**
	 * @param rows of the table of objects, see {@link SegmentedObject#COLUMNS}
	 * @param masks of the open picture's frames; of files the first ones, or the first one if all are in a folder
	 * @param uncertainties of the same, 255 = 0.5; empty if not asked for
	 * @param objects in them
	 * @param review image and reason of each picture that cannot be used, or in part only
	 * @param structures names, in the order of their values
	 * @param names of all frames
	 */
	public record Result(List<List<Object>> rows, List<ArrayImg<UnsignedByteType, ByteArray>> masks,
		List<ArrayImg<UnsignedByteType, ByteArray>> uncertainties, List<SegmentedObject> objects, List<List<String>> review,
		List<String> structures, List<String> names)
	{
	}

	public SegmentUltrasound() {
	}

	/**
	 * @param model of Train Segmenter
	 * @param input image, clip, folder of images or dataset.csv
	 */
	public SegmentUltrasound(final File model, final File input) {
		this.model = model;
		this.input = input;
	}

	/** @param values by key, for scripts */
	public SegmentUltrasound(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static SegmentUltrasound of(final Path model, final Path input) {
		return new SegmentUltrasound(file(model), file(input));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/** @throws SonoflowException.Input if a key has no meaning beside another */
	@Override
	protected void checkTogether() {
		final boolean prompted = !prompt.equals("none");
		if (!prompted && boxes != null) throw new SonoflowException.Input("boxes= are prompts of SAM or MedSAM, and prompt=none. " +
			"Give " +
			"prompt=boxes or prompt=points, or leave boxes out.");
		if (prompted && (tta || uncertainty || crop || !threshold.equals(AUTO))) throw new SonoflowException.Input("prompt=" +
			prompt +
			": threshold, tta, uncertainty and crop are for models of \"" + TrainSegmenter.LABEL + "\". Leave them out.");
		if (layout.equals(CHALLENGE) && (output == null || input == null)) throw new SonoflowException.Input("layout=uusic is a " +
			"way to " +
			"write masks of files. Give input and output.");
		if (input != null && prompt.equals(PromptKind.ROIS.key())) throw new SonoflowException.Input("prompt=rois takes the ROIs " +
			"of the " +
			"open image. Leave input out, or give prompt=boxes with boxes=.");
	}

	/**
	 * @throws SonoflowException if model, pictures or output are not what they must be; then nothing was written
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		if (open == null && input == null) throw new SonoflowException.Input(
			"input is missing. Give an image, a clip, a folder of images or a dataset.csv.");
		final Optional<PromptKind> kind = PromptKind.of(prompt);
		final List<Path> models = kind.isPresent() ? List.of(model.toPath()) : NetworkAnswerer.files(model.toPath());
		final SegmentationConfig config = kind.isPresent() ? null : NetworkAnswerer.config(models);
		final SegmentInput sources = SegmentInput.of(this, kind, monitor);
		final boolean cropped = crop || config != null && Boolean.parseBoolean(config.notes().get("crop"));
		final List<String> organs = config == null ? List.of() : NetworkAnswerer.organs(config, organ, sources.samples());
		final Prompts prompts = kind.map(each -> sources.prompts(this, each, monitor)).orElse(null);
		final Device device = Devices.parse(computation.device, monitor);
		final InputCheck check = config == null ? new InputCheck(Optional.empty()) : InputCheck.of(config.notes(), model.getName(),
			monitor);
		try (Answerer answerer = config == null ? new PromptedAnswerer(PromptedSegmentation.open(model.toPath(), device, monitor),
			prompts, kind.get() == PromptKind.ROIS, sources.samples(), sources.set()) : NetworkAnswerer.load(models, organs, settings(
				models.size()), device))
		{
			if (output == null) return new SegmentRun(this, sources.pictures(), answerer, check, null, monitor).run(sources.review(),
				cropped);
			final List<Path> inputs = Stream.of(model, input, boxes).filter(Objects::nonNull).map(File::toPath).toList();
			return inFolder(record(inputs), monitor, folder -> {
				folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch.threads());
				final Result result;
				try (SegmentFiles written = new SegmentFiles(folder, layout.equals(CHALLENGE), root(), answerer
					.structures())) {
					result = new SegmentRun(this, sources.pictures(), answerer, check, written, monitor).run(sources.review(), cropped);
				}
				Opened.write(folder.path(), result.review);
				folder.figure("review", result.review.size());
				if (answerer instanceof final NetworkAnswerer network) folder.figure("threshold", (float) network.threshold());
				if (answerer instanceof final PromptedAnswerer prompted) folder.figure("preparation", prompted.work().describe());
				folder.figure("structures", answerer.structures());
				folder.figure("values", answerer.legend());
				monitor.message("Segmented " + Opened.count(sources.pictures().size(), sources.left()) + ", " + result.rows.size() +
					" objects. Wrote " + output);
				return result;
			});
		}
	}

	private NetworkAnswerer.Settings settings(final int networks) {
		final Segmenter.Answers answers = tta ? Segmenter.Answers.FLIPS : uncertainty && networks == 1
			? Segmenter.Answers.ONE_AND_SPREAD : Segmenter.Answers.ONE;
		return new NetworkAnswerer.Settings(threshold.equals(AUTO) ? Double.NaN : Double.parseDouble(threshold), post, answers,
			uncertainty);
	}

	/** {@return the folder from which names of pictures count; null for the open picture} */
	Path root() {
		if (input == null) return null;
		final Path path = input.toPath().toAbsolutePath().normalize();
		return Files.isDirectory(path) ? path : path.getParent();
	}
}
