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
package io.sonoflow.step.crop;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.MemoryFrames;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.NameKey;
import io.sonoflow.image.Box;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.run.RunFolder;
import io.sonoflow.run.Shard;
import io.sonoflow.step.FileSettings;
import io.sonoflow.step.ShardSettings;
import io.sonoflow.step.Step;
import io.sonoflow.step.data.FrameSettings;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Cuts the ultrasound pictures out of scanner screens. Every file is opened and its field of view found before anything
 * is written; one that cannot be read is left out and named; a clip gets one field of view for all its frames, which are then
 * cut one at a time.
 */
public final class CropUltrasound extends Step<CropUltrasound.Result> {

	/** The menu label. */
	public static final String LABEL = "Crop Ultrasound...";

	@Parameter(label = "Input",
		description = "Image or clip, folder of images, folder of class folders or dataset.csv; empty = the active image.",
		attrs = @Attr(name = Key.EXISTS))
	public File input;

	@Parameter(label = "Output", description = "Folder for images, masks, dataset.csv, review.csv, boxes.csv, text.csv and " +
		"sheet.png; needed with input.",
		style = "directory", attrs = @Attr(name = Key.FRAME))
	public File output;

	@Parameter(label = "Mode",
		description = "sector finds the field of view, views cuts fixed rectangles, uusic is the published rule for sectors, " +
			"mask cuts round what the mask of each image shows.",
		choices = { "sector", "views", "uusic", "mask" })
	public String mode = "sector";

	@Parameter(label = "Views",
		description = "Rectangles x,y,w,h in pixels for mode views, separated by semicolons (default: two Esaote views), or auto: " +
			"each field of view of the screen.")
	public String views = FixedViews.ESAOTE;

	@Parameter(label = "Tolerance", description = "Grey levels round a margin's level that still count as margin, 0 to 255.",
		min = "0", max = "255", attrs = @Attr(name = Key.UNIT, value = "grey levels"))
	public int tolerance = 5;

	@Parameter(label = "Margin", description = "For mode mask: added at each side of the box round the mask, as a share of the " +
		"box's longer side, 0 to 5; at most up to the image's edge.", min = "0", max = "5",
		attrs = @Attr(name = Key.SINCE, value = "0.1"))
	public double margin = 0.1;

	@Parameter(label = "Size", description = "Edge in pixels that crops are resized to, as squares; 0 = keep.", min = "0",
		max = "4096", attrs = @Attr(name = Key.UNIT, value = "pixels"))
	public int size = 0;

	@Parameter(label = "Boxes", description = "A boxes.csv of an earlier run, perhaps corrected: serves the images it names, and " +
		"others whose screen has the same layout.", attrs = { @Attr(name = Key.EXISTS), @Attr(name = Key.SINCE, value = "") })
	public File boxes;

	@Parameter(label = "Text", description = "What looks like burnt-in text inside of a crop is reported, or also blanked.",
		choices = { "report", "blank" }, attrs = @Attr(name = Key.SINCE, value = "report"))
	public String text = "report";

	@Parameter(label = "Names", description = "Names of files and patients in all that is written: kept, or hashed, with the key " +
		"beside the output folder in <output>.names.csv.", choices = { "keep", "hash" }, attrs = @Attr(name = Key.SINCE,
			value = "keep"))
	public String names = "keep";

	@Group("Clips")
	public FrameSettings clips = new FrameSettings();

	@Group("Files")
	public FileSettings files = new FileSettings();

	@Group("Files")
	public ShardSettings sharing = new ShardSettings();

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = {
		@Attr(name = Key.FRAME), @Attr(name = Key.HEADING, value = "Files") })
	public boolean overwrite = false;

	private static final String MASK = "mask";

	private BoxCorrector corrector;
	/** Whether masks of several structures are among them, whose values are kept. */
	private boolean several;
	private String title;
	private List<ArrayImg<ARGBType, IntArray>> frames = List.of();

	/**
	 * @param table dataset.csv; null if nothing was written, or other shards have not done theirs
	 * @param images number of crops
	 * @param review image and reason of each crop that somebody should look at
	 * @param crops of an image in memory: for each region its frames; empty for files
	 * @param score mean score of the files
	 */
	public record Result(Path table, int images, List<List<String>> review,
		List<List<ArrayImg<UnsignedByteType, ByteArray>>> crops, double score)
	{
	}

	public CropUltrasound() {
	}

	/**
	 * @param input image or clip, folder of images, folder of class folders or dataset.csv
	 * @param output folder to write to
	 */
	public CropUltrasound(final File input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public CropUltrasound(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static CropUltrasound of(final Path input, final Path output) {
		return new CropUltrasound(file(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * Takes an image in memory instead of {@link #input}; then there need be no {@link #output}.
	 *
	 * @param name its name
	 * @param pictures its frames, at least one, of equal size
	 * @return this
	 */
	public CropUltrasound of(final String name, final List<ArrayImg<ARGBType, IntArray>> pictures) {
		title = name;
		frames = List.copyOf(pictures);
		return this;
	}

	/**
	 * Lets somebody correct what is found on an image in memory before it is cut.
	 *
	 * @param somebody is asked once
	 * @return this
	 */
	public CropUltrasound correctedBy(final BoxCorrector somebody) {
		corrector = somebody;
		return this;
	}

	@Override
	protected void checkTogether() {
		sharing.requireFiles(!frames.isEmpty());
		if (mode.equals("views") && !FixedViews.isAuto(views)) FixedViews.parse(views);
		if (names.equals("hash") && !Shard.parse(sharing.shard).isWhole()) throw new SonoflowException.Input("names=hash and shard=" +
			sharing.shard + ": several processes cannot write one key of names. Use shard=1/1, or names=keep.");
		if (mode.equals(MASK) && !frames.isEmpty()) throw new SonoflowException.Input("mode=mask needs a mask of each image, which " +
			"the active image has not. Give input, e.g. a dataset.csv with the column mask, such as \"Segment Ultrasound...\" writes.");
	}

	/**
	 * @throws SonoflowException.Input if a value does not fit
	 * @throws SonoflowException.File if no file can be read, or with strict the first that cannot or does not match its mask;
	 *           nothing is written then
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		if (!frames.isEmpty()) return cropFrames(monitor);
		if (input == null) throw new SonoflowException.Input(
			"input is missing. Give an image, a clip, a folder of images or a dataset.csv.");
		final Dataset dataset = Dataset.read(input.toPath(), monitor);
		final RunFolder.Run run = record(boxes == null ? List.of(input.toPath()) : List.of(input.toPath(), boxes.toPath()));
		final CropAliases aliases = aliases();
		aliases.hide(input.toPath());
		final List<Sample> samples = dataset.samples();
		final List<String> stems = CropNames.of(samples.stream().map(Sample::image).toList());
		final List<CropItem> items = new ArrayList<>();
		for (int i = 0; i < samples.size(); i++)
			items.add(item(samples.get(i), stems.get(i), aliases, null));
		final Opened<CropPlan> plans = plan(items, aliases, monitor);
		return inFolder(run, new AliasMonitor(monitor, aliases), out -> new CropRun(items, plans, aliases, form(),
			files.strict).write(out,
			monitor));
	}

	private CropAliases aliases() {
		return new CropAliases(names.equals("hash") && output != null ? NameKey.beside(output.toPath()) : null);
	}

	private static CropItem item(final Sample sample, final String stem, final CropAliases aliases, final FrameReader memory) {
		final String name = aliases.crop(stem, sample.image());
		return new CropItem(sample, aliases.row(sample, name), name, aliases.hide(), memory);
	}

	private Result cropFrames(final Monitor monitor) {
		final CropAliases aliases = aliases();
		final String stem = CropNames.clean(title);
		// Under its whole name, by which its boxes serve the file, too.
		final Path file = Path.of(title.strip().isEmpty() ? stem : title.strip().replaceAll("[\\p{Cntrl}:*?\"<>|/\\\\]", "_"));
		final List<CropItem> items = List.of(item(Sample.of(file), stem, aliases, new MemoryFrames(frames)));
		final RunFolder.Run run = output == null ? null : record(List.of());
		final Opened<CropPlan> plans = corrected(items, plan(items, aliases, monitor), monitor);
		final CropPlan plan = plans.result(0);
		final CropWriter.Form form = form();
		final StillFrames still = new StillFrames(plan);
		final List<ArrayImg<UnsignedByteType, ByteArray>> kept = plan.chosen().stream().map(new MemoryFrames(frames)::gray).filter(
			still::isNew).toList();
		final List<List<ArrayImg<UnsignedByteType, ByteArray>>> crops = plan.regions().stream().map(region -> kept.stream().map(
			frame -> form.cut(region, frame)).toList()).toList();
		if (output == null && still.count() > 0) monitor.message(CropRun.still(still.count()).strip());
		final Result written = output == null ? new Result(null, plan.regions().size() * kept.size(), plan.fields().stream()
			.filter(field -> !field.certain()).map(field -> List.of(stem, field.reason())).toList(), List.of(), CropRun.score(List.of(
				plan))) : inFolder(run, new AliasMonitor(monitor, aliases), out -> new CropRun(items, plans, aliases, form,
					files.strict).write(out, monitor));
		written.review().forEach(row -> monitor.warn(row.get(0) + ": " + row.get(1) + "."));
		return new Result(written.table(), written.images(), written.review(), crops, written.score());
	}

	/** {@return the plan of the image in memory, as it is after somebody saw it} */
	private Opened<CropPlan> corrected(final List<CropItem> items, final Opened<CropPlan> plans, final Monitor monitor) {
		plans.requireAny();
		if (corrector == null) return plans;
		final CropPlan found = plans.result(0);
		final List<Box> boxes = corrector.correct(found.fields(), monitor).orElseThrow(() -> new SonoflowException.Cancelled(
			"Cancelled. Nothing was cut or written."));
		return Opened.of("crop", items.stream().map(item -> item.sample().image()).toList(), true, monitor, i -> found.corrected(
			items.get(i).memory(), boxes, text.equals("blank")));
	}

	private CropWriter.Form form() {
		return new CropWriter.Form(size, text.equals("blank"), boxes != null, several);
	}

	/** Opens every file before anything is written. */
	private Opened<CropPlan> plan(final List<CropItem> items, final CropAliases aliases, final Monitor monitor) {
		final List<Path> images = items.stream().map(item -> item.sample().image()).toList();
		final CropBoxes known = boxes == null ? CropBoxes.NONE : CropBoxes.read(boxes.toPath(), images, aliases.hide() ? items
			.stream().map(CropItem::name).toList() : List.of(), tolerance, monitor);
		final boolean auto = mode.equals("views") && FixedViews.isAuto(views);
		final CropPlan.Search search = new CropPlan.Search(mode.equals("views") && !auto ? FixedViews.parse(views) : null, auto,
			mode.equals("uusic"), tolerance, text.equals("blank"), clips.choice());
		final Opened<CropPlan> plans = Opened.reading("find pictures", images, files.strict, monitor, i -> items.get(i).open(),
			(i, reader) -> {
				ImageFiles.requireSide(items.get(i).sample().image(), reader.width(), reader.height());
				final CropMask mask = CropMask.of(items.get(i).sample(), reader, mode.equals(MASK));
				final CropPlan plan = CropPlan.of(reader, images.get(i).getFileName().toString(), search, known, i, mode.equals(
					MASK) ? mask.box(margin) : null).withSeveral(mask.several());
				if (files.strict && plan.broken() != null) throw plan.broken();
				return plan;
			});
		plans.requireAny();
		several = IntStream.of(plans.usable()).anyMatch(i -> plans.result(i).several());
		return plans;
	}
}
