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
import io.sonoflow.dataset.ChallengeList;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.NamedImage;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.image.Images;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.step.data.ClipModels;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.MarkMasks;
import io.sonoflow.train.ImageCache;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The images and clips by number: read when needed, so that any number of them fits into memory.
 *
 * @param names for captions, files and the table
 * @param clip by number; null = an image
 * @param get image by number
 * @param burnt by number of an image, the mask of the marks burnt into it, or null where that is not known
 * @param structure by number of an image, the mask of what it shows, or null likewise
 * @param organ by number; empty if it is not known
 * @param review image and reason of those that cannot be used, which have no number, and of those used in part
 * @param left how many cannot be used
 */
record ExplainSources(List<String> names, IntFunction<ClipSource> clip,
	IntFunction<RandomAccessibleInterval<UnsignedByteType>> get, IntFunction<boolean[]> burnt, IntFunction<boolean[]> structure,
	IntFunction<String> organ, List<List<String>> review, int left)
{

	/** {@return whether rows of the data set, a frame each, make a clip} */
	boolean joinsRows() {
		return IntStream.range(0, names.size()).mapToObj(clip).anyMatch(each -> each != null && each.rows().size() > 1);
	}

	/** {@return images in memory} */
	static ExplainSources open(final ExplainClassification step, final ModelConfig config) {
		ClipModels.requireImages(config);
		final List<NamedImage> images = step.images;
		final String organ = step.told.of(config, List.of(Sample.of(Path.of("open")))).get(0).organ();
		return new ExplainSources(images.stream().map(NamedImage::name).toList(), i -> null, i -> images.get(i).image(), i -> null,
			i -> null, i -> organ, List.of(), 0);
	}

	/** {@return those of the input, each looked at once: what is wrong with one must not stop the run in its middle} */
	static ExplainSources files(final ExplainClassification step, final ModelConfig config, final Monitor monitor) {
		if (step.input == null) throw new SonoflowException.Input(
			"input is missing. Give an image, a folder of images or a dataset.csv.");
		return new Look(step, config, monitor).sources(monitor);
	}

	/** What is known while files are looked at. */
	private static final class Look {

		private final ExplainClassification step;
		private final ModelConfig config;
		private final Dataset dataset;
		private final List<List<Sample>> rows;
		private final List<Sample> samples;
		private final ImageCache cache;
		private final boolean windows;
		private final ClipSource[] clips;

		Look(final ExplainClassification step, final ModelConfig config, final Monitor monitor) {
			this.step = step;
			this.config = config;
			dataset = ChallengeList.of(Dataset.read(step.input.toPath(), monitor), ChallengeList.CLASSIFICATION,
				"Segment Ultrasound...", monitor);
			final ClipUnits units = ClipUnits.unlabelled(dataset, monitor);
			final Map<Path, Sample> byImage = new HashMap<>();
			dataset.samples().forEach(sample -> byImage.putIfAbsent(sample.image(), sample));
			rows = spread(units.files(), step.count).stream().map(files -> files.stream().map(byImage::get).toList()).toList();
			samples = step.told.of(config, rows.stream().map(unit -> unit.get(0)).toList());
			cache = ImageCache.of(samples);
			windows = ClipModels.seesWindows(config.architecture());
			clips = new ClipSource[rows.size()];
		}

		private boolean[] burnt(final int i) {
			return MarkMasks.mask(samples.get(i).marks(), cache.get(i));
		}

		private boolean[] structure(final int i) {
			return step.tests ? MarkMasks.ofStructure(samples.get(i).mask(), cache.get(i)) : null;
		}

		private boolean isClip(final int i) {
			if (windows || rows.get(i).size() > 1) return true;
			try (FrameReader reader = ImageFiles.open(samples.get(i).image())) {
				return reader.frames() > 1;
			}
		}

		/** Masks, too. */
		private List<String> look(final int i) {
			if (isClip(i)) {
				clips[i] = ClipSource.look(rows.get(i), step.clips.choice(), step.tests);
				return clips[i].flaws();
			}
			ImageFiles.requireSide(samples.get(i).image(), Images.width(cache.get(i)), Images.height(cache.get(i)));
			structure(i);
			burnt(i);
			return List.of();
		}

		ExplainSources sources(final Monitor monitor) {
			final Opened<Void> opened = Opened.inPart("reading images", samples.stream().map(Sample::image).toList(), step.files.strict,
				monitor, i -> new Found<>(null, look(i)));
			opened.requireAny();
			opened.tell(step.output != null, monitor);
			final int[] usable = opened.usable();
			FrameChoice.tellStill(IntStream.of(usable).filter(i -> clips[i] != null).map(i -> clips[i].still()).sum(), monitor);
			requireClips(usable);
			final IntFunction<String> name = i -> LabelledImages.name(dataset, samples.get(i));
			return new ExplainSources(IntStream.of(usable).mapToObj(i -> samples.get(i).image().toString()).toList(), i -> clips[usable[
				i]], i -> cache.get(usable[i]), i -> burnt(usable[i]), i -> structure(usable[i]), i -> samples.get(usable[i]).organ(),
				Stream.concat(opened.review(name, RecordedPaths::text).stream(), opened.flawed(name, RecordedPaths::text).stream())
					.toList(), opened.unusable().length);
		}

		/** @throws SonoflowException.Input if the model needs clips and there are none, or marks are to be put into clips */
		private void requireClips(final int... usable) {
			if (windows && IntStream.of(usable).allMatch(i -> clips[i].numbers().length == 1)) ClipModels.requireImages(config);
			if (step.markers) for (final int i : usable)
				if (clips[i] != null) throw new SonoflowException.Input("markers=true inserts marks into single images, and " +
					clips[i].name() + " is a clip of " + clips[i].numbers().length + " frames. Leave out markers: marks that are burnt " +
						"into clips are measured where the column marks of dataset.csv names their masks.");
		}
	}

	private static <T> List<T> spread(final List<T> files, final int count) {
		if (count == 0 || count >= files.size()) return files;
		return IntStream.range(0, count).mapToObj(i -> files.get((int) ((long) i * files.size() / count))).toList();
	}
}
