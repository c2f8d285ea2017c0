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
package io.sonoflow.step.clip;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FewerFrames;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.FileSettings;
import io.sonoflow.step.ShardSettings;
import io.sonoflow.step.SharedFiles;
import io.sonoflow.step.Step;
import io.sonoflow.step.crop.CropNames;
import io.sonoflow.step.data.TakenFrames;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Writes clips as AVI or MP4, frame by frame. Every file is looked through before anything is written; one that cannot be
 * exported is left out and named.
 */
public final class ExportClip extends Step<ExportClip.Result> {

	/** The menu label. */
	public static final String LABEL = "Export Clip...";

	@Parameter(label = "Input", description = "Clip, folder of clips or dataset.csv; empty = the active image.",
		attrs = @Attr(name = Key.EXISTS))
	public File input;

	@Parameter(label = "Output", description = "Folder for the clips, which are named as their sources.", style = "directory",
		attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Parameter(label = "Codec", description = "ffv1 = lossless, an AVI; mjpeg = JPEG of the best quality, an AVI that opens " +
		"anywhere; h264 = small, an MP4 to be shown, not to be measured.", choices = { "ffv1", "mjpeg", "h264" })
	public String codec = "ffv1";

	@Parameter(label = "Frames per second", description = "25, 12.5 or a fraction such as 30000/1001; empty or 0 = as the source.")
	public String fps = "";

	@Group("Clips")
	public TakenFrames frames = new TakenFrames();

	@Group("Files")
	public FileSettings files = new FileSettings();

	@Group("Files")
	public ShardSettings sharing = new ShardSettings();

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = {
		@Attr(name = Key.FRAME), @Attr(name = Key.HEADING, value = "Files") })
	public boolean overwrite = false;

	/** Instead of {@link #input}; null = files. */
	public OpenClip open;

	/**
	 * @param complete whether all are there; else those of other shards are missing
	 * @param clips the files that were written
	 * @param frames of all of them
	 * @param review image and reason of each that was left out, or exported in part only
	 */
	public record Result(boolean complete, List<Path> clips, long frames, List<List<String>> review) {
	}

	public ExportClip() {
	}

	/**
	 * @param input clip, folder or dataset.csv
	 * @param output folder to write to
	 */
	public ExportClip(final File input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public ExportClip(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static ExportClip of(final Path input, final Path output) {
		return new ExportClip(file(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	@Override
	protected void checkTogether() {
		sharing.requireFiles(open != null);
		rate();
		if (output.getName().matches("(?i).*\\.(avi|mp4|mov)")) throw new SonoflowException.Input("output=" + output +
			" is named as a clip, but is the folder for clips, which are named as their sources. Give a folder.");
	}

	/** {@return the rate that was asked for; null = the source's} */
	private FrameRate rate() {
		final String text = fps == null ? "" : fps.strip();
		if (text.matches("|0+([.]0*)?")) return null;
		try {
			return FrameRate.parse(text);
		}
		catch (final SonoflowException.Input e) {
			throw new SonoflowException.Input("fps=" + fps + ": " + e.getMessage(), e);
		}
	}

	/**
	 * @throws SonoflowException.File if no clip can be exported, or with strict the first that cannot
	 * @throws SonoflowException.Device if the library that writes clips cannot be loaded here
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		ClipWriter.requireLibrary();
		if (open == null && input == null) throw new SonoflowException.Input(
			"input is missing. Give a clip, a folder of clips or a dataset.csv.");
		final List<Path> sources = open != null ? List.of(Path.of(CropNames.clean(open.name()))) : Dataset.read(input.toPath(),
			monitor).samples().stream().map(Sample::image).toList();
		final Opened<ClipPlan> plans = Opened.reading("looking through clips", sources, files.strict || open != null, monitor,
			i -> reader(sources, i), (i, reader) -> ClipPlan.of(sources.get(i), reader, kind(), rate(), monitor));
		plans.requireAny();
		plans.tell(true, monitor);
		if (open != null && open.overlay()) monitor.message("What lies over the image is drawn into the frames.");
		if (kind() != ClipCodec.FFV1) monitor.message("codec=" + codec + " is " + kind().loss() + ".");
		return inFolder(record(input == null ? List.of() : List.of(input.toPath())), monitor, folder -> write(folder, sources, plans,
			monitor));
	}

	private ClipCodec kind() {
		return ClipCodec.of(codec);
	}

	private FewerFrames reader(final List<Path> sources, final int number) {
		return FewerFrames.of(open != null ? open.frames() : ImageFiles.open(sources.get(number)), frames.choice());
	}

	private Result write(final RunFolder folder, final List<Path> sources, final Opened<ClipPlan> plans, final Monitor monitor) {
		final List<String> names = CropNames.unique(CropNames.of(sources.stream().map(Path::toAbsolutePath).toList()), (i,
			name) -> List.of(name));
		final Map<Integer, WrittenClip> done = new TreeMap<>();
		for (final int i : plans.usable()) {
			if (!folder.shard().has(i)) continue;
			final Optional<WrittenClip> before = stored(folder, i, clip(folder, names.get(i)));
			done.put(i, before.isPresent() ? before.get() : write(folder, i, names.get(i), sources, plans.result(i), monitor));
		}
		return folder.alone(monitor, () -> {
			SharedFiles.requireUsable(plans, names::get, i -> WrittenClip.store(folder).find(WrittenClip.name(i), folder.key(),
				written -> true).isPresent());
			for (final int i : plans.usable())
				stored(folder, i, clip(folder, names.get(i))).ifPresent(written -> done.putIfAbsent(i, written));
			if (done.size() == plans.usable().length) return conclude(folder, names, plans, done, monitor);
			monitor.message(done.size() + " of " + plans.usable().length +
				" clips are written. The table is written when the other shards have written theirs.");
			folder.incomplete("clips", done.size(), plans.usable().length);
			return new Result(false, List.of(), 0, List.of());
		});
	}

	private Path clip(final RunFolder folder, final String name) {
		return folder.resolve(name + "." + kind().extension());
	}

	/** {@return what was written of a file before, where several processes share the clips} */
	private Optional<WrittenClip> stored(final RunFolder folder, final int number, final Path clip) {
		if (folder.shard().isWhole() || !Files.isRegularFile(clip)) return Optional.empty();
		return WrittenClip.store(folder).find(WrittenClip.name(number), folder.key(), written -> written.failure() != null &&
			SharedFiles.isOf(written.clip(), clip.getFileName().toString()));
	}

	private WrittenClip write(final RunFolder folder, final int number, final String name, final List<Path> sources,
		final ClipPlan plan, final Monitor monitor)
	{
		final FewerFrames reader = reader(sources, number);
		try {
			final WrittenClip written = WrittenClip.write(clip(folder, name), reader, kind(), plan, files.strict ||
				open != null, monitor);
			if (!folder.shard().isWhole()) WrittenClip.store(folder).write(WrittenClip.name(number), folder.key(), written);
			return written;
		}
		finally {
			if (open == null) reader.close();
		}
	}

	private Result conclude(final RunFolder folder, final List<String> names, final Opened<ClipPlan> plans,
		final Map<Integer, WrittenClip> done, final Monitor monitor)
	{
		final List<Path> clips = done.keySet().stream().map(i -> clip(folder, names.get(i))).toList();
		final List<String> uneven = done.keySet().stream().filter(i -> plans.result(i).uneven()).map(names::get).toList();
		final List<List<String>> broken = done.entrySet().stream().filter(each -> !each.getValue().failure().isEmpty()).map(
			each -> List.of(names.get(each.getKey()), RecordedPaths.text(Opened.IN_PART + each.getValue().failure()))).toList();
		done.forEach((i, written) -> {
			if (!written.failure().isEmpty()) monitor.warn(names.get(i) + " breaks in the middle, and what comes before is exported. " +
				written.failure());
		});
		final long frames = done.values().stream().mapToLong(WrittenClip::frames).sum();
		if (!uneven.isEmpty()) monitor.warn(uneven.size() + " of " + clips.size() + " clips show their frames at uneven times, or " +
			"lack some: written at their mean rate. The first: " + uneven.get(0) + ".");
		final List<List<String>> left = plans.review(names::get, RecordedPaths::text);
		final List<List<String>> review = Stream.of(left, plans.flawed(names::get, RecordedPaths::text), broken).flatMap(List::stream)
			.toList();
		Opened.write(folder.path(), review);
		folder.figure("clips", clips.size());
		folder.figure("frames", frames);
		folder.figure("review", review.size());
		monitor.message("Wrote " + clips.size() + (clips.size() == 1 ? " clip" : " clips") + " with " + frames + " frames to " +
			folder.path() + (left.isEmpty() ? "." : " (" + left.size() + " left out: see " + Opened.REVIEW + ")."));
		folder.merged();
		return new Result(true, clips, frames, review);
	}
}
