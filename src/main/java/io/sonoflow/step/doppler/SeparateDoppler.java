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
package io.sonoflow.step.doppler;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.clip.DopplerLook;
import io.sonoflow.dataset.clip.FewerFrames;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.image.Box;
import io.sonoflow.image.doppler.DopplerParts;
import io.sonoflow.image.doppler.DopplerReader;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.FileSettings;
import io.sonoflow.step.ShardSettings;
import io.sonoflow.step.SharedFiles;
import io.sonoflow.step.Step;
import io.sonoflow.step.crop.CropNames;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.TakenFrames;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Takes pictures of colour Doppler apart: grey pictures, masks of the pixels that show flow, and, where the colour bar's numbers
 * are surely read, velocities.
 */
public final class SeparateDoppler extends Step<SeparateDoppler.Result> {

	/** The menu label. */
	public static final String LABEL = "Separate Doppler...";

	/** Columns of the table of bars and boxes, and those of what the bar's ends stand for. */
	public static final List<String> COLUMNS = SeparationRun.COLUMNS;
	public static final int UNIT = COLUMNS.indexOf("unit"), LOW = COLUMNS.indexOf("low"), HIGH = COLUMNS.indexOf("high"), ALIASED =
		COLUMNS.indexOf("aliased");

	@Parameter(label = "Input", description = "Image or clip in colour, folder of images or dataset.csv; empty = the active image.",
		attrs = @Attr(name = Key.EXISTS))
	public File input;

	@Parameter(label = "Output", description = "Folder for images/, colour/, velocity/, aliased/ and bars.csv; empty = only show.",
		style = "directory", attrs = @Attr(name = Key.FRAME))
	public File output;

	@Group("Clips")
	public TakenFrames frames = new TakenFrames();

	@Group("Files")
	public FileSettings files = new FileSettings();

	@Group("Files")
	public ShardSettings sharing = new ShardSettings();

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = {
		@Attr(name = Key.FRAME), @Attr(name = Key.HEADING, value = "Files") })
	public boolean overwrite = false;

	/** The open picture, to be taken apart instead of {@link #input}; null = none. */
	public OpenClip open;

	/**
	 * @param complete whether all is there; else what other shards do is missing, and so are the tables
	 * @param rows of the table of bars, see {@link #COLUMNS}
	 * @param grey pictures of the open picture's frames; of files none
	 * @param colour masks of the same, 255 = flow
	 * @param aliased masks of the same, 255 = flow that is faster than the bar's ends
	 * @param velocity of the same, not a number where there is no flow; null where no bar is read
	 * @param boxes the rectangles round their colour boxes; null where none is found
	 * @param numbers of the open picture's frames, from 0, in this order: not all of them may be taken
	 * @param review image and reason of each picture that cannot be used
	 */
	public record Result(boolean complete, List<List<Object>> rows, List<ArrayImg<UnsignedByteType, ByteArray>> grey,
		List<ArrayImg<UnsignedByteType, ByteArray>> colour, List<ArrayImg<UnsignedByteType, ByteArray>> aliased,
		List<ArrayImg<FloatType, FloatArray>> velocity, List<Box> boxes, List<Integer> numbers, List<List<String>> review)
	{

		static Result unfinished() {
			return new Result(false, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
		}
	}

	public SeparateDoppler() {
	}

	/** @param input image, clip, folder of images or dataset.csv */
	public SeparateDoppler(final File input) {
		this.input = input;
	}

	/** @param values by key, for scripts */
	public SeparateDoppler(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static SeparateDoppler of(final Path input) {
		return new SeparateDoppler(file(input));
	}

	@Override
	public String label() {
		return LABEL;
	}

	@Override
	protected void checkTogether() {
		sharing.requireFiles(open != null);
	}

	/** @throws SonoflowException if no picture shows colour Doppler, or output is taken; then nothing was written */
	@Override
	protected Result execute(final Monitor monitor) {
		if (open == null && input == null) throw new SonoflowException.Input(
			"input is missing. Give an image, a clip, a folder of images or a dataset.csv.");
		final FrameChoice choice = frames.choice();
		if (open != null) {
			requireDoppler(FewerFrames.of(open.frames(), choice), open.name(), monitor, reason -> new SonoflowException.Input(reason));
			final List<DopplerSource> sources = List.of(new DopplerSource(0, open.name(), CropNames.clean(open.name()),
				null, open.frames(), open.frames().frames(), choice));
			return separated(sources, List.of(), List.of(), done -> {
			}, monitor);
		}
		final Dataset dataset = SegmentationSet.pictures(input.toPath(), monitor);
		final List<Path> images = dataset.samples().stream().map(sample -> sample.image()).toList();
		final Opened<Integer> opened = Opened.reading("looking for colour", images, files.strict, monitor, i -> ImageFiles.open(images
			.get(i)), (i, reader) -> {
				ImageFiles.requireSide(images.get(i), reader.width(), reader.height());
				requireDoppler(FewerFrames.of(reader, choice), "The image " + images.get(i), monitor,
					reason -> new SonoflowException.File(reason));
				return reader.frames();
			});
		opened.requireAny();
		opened.tell(output != null, monitor);
		final List<String> stems = CropNames.unique(CropNames.of(images), (i, name) -> opened.result(i) == null ? List.of(name)
			: DopplerSource.stems(name, opened.result(i)));
		final List<DopplerSource> sources = new ArrayList<>();
		final IntFunction<String> name = i -> LabelledImages.name(dataset, dataset.samples().get(i));
		Arrays.stream(opened.usable()).forEach(i -> sources.add(new DopplerSource(i, name.apply(i), stems.get(i), images.get(i), null,
			opened.result(i), choice)));
		final List<List<String>> review = new ArrayList<>(opened.review(name, RecordedPaths::text));
		review.addAll(opened.flawed(name, RecordedPaths::text));
		return separated(sources, review, List.of(input.toPath()), done -> SharedFiles.requireUsable(opened, name, done), monitor);
	}

	private Result separated(final List<DopplerSource> sources, final List<List<String>> review, final List<Path> inputs,
		final Consumer<IntPredicate> check, final Monitor monitor)
	{
		final boolean whole = files.strict || open != null;
		if (output == null) return new SeparationRun(sources, whole, null, monitor).run(review, check, result -> {
		});
		return inFolder(record(inputs), monitor, folder -> {
			final SeparationRun run = new SeparationRun(sources, whole, folder, monitor);
			return run.run(review, check, result -> {
				Opened.write(folder.path(), result.review);
				figures(folder, run, result.review);
				folder.merged();
				final long left = review.stream().filter(row -> !row.get(1).startsWith(Opened.IN_PART)).count();
				monitor.message("Separated " + Opened.count(sources.size(), (int) left) + ". Wrote " + output);
			});
		});
	}

	private static void figures(final RunFolder folder, final SeparationRun run, final List<List<String>> review) {
		folder.figure("images", run.frames());
		folder.figure("withvelocity", run.read());
		folder.figure("aliased", run.aliased());
		folder.figure("review", review.size());
	}

	/** Makes an error of a reason. */
	private interface Failure {
		SonoflowException of(String reason);
	}

	/** A frame may be without flow, but not all of them. */
	private static void requireDoppler(final FewerFrames reader, final String name, final Monitor monitor,
		final Failure failure)
	{
		final boolean still = reader.frames() == 1;
		boolean coloured = false;
		for (int frame = 0; frame < reader.frames(); frame++) {
			monitor.checkCancelled();
			final var image = reader.color(frame);
			if (DopplerReader.withoutScale(image).isDoppler()) return;
			coloured |= DopplerParts.isColoured(image);
			// A codec may hide in each of them what all together show.
			if (frame == 0 && reader.all() > 1 && DopplerLook.of(reader.whole(), monitor).isDoppler()) return;
		}
		throw failure.of(name + (coloured ? " shows no colour Doppler" + (still ? "" : " in any of its " + reader.frames() +
			" frames") + ": neither a colour bar nor a colour box with flow in it is found. Give whole screens, with the bar."
				: " is grey" + (still ? "" : " in all of its " + reader.frames() + " frames") +
			": there is no colour Doppler to separate. Give the pictures in colour, as the scanner showed them."));
	}
}
