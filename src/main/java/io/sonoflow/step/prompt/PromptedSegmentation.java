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
package io.sonoflow.step.prompt;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Spelling;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.nn.sam.Picture;
import io.sonoflow.nn.sam.Prompt;
import io.sonoflow.nn.sam.PromptedMask;
import io.sonoflow.nn.sam.PromptedSegmenter;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.weights.Weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * SAM or MedSAM on the pictures of a run, each with its prompts.
 *
 * <pre>
 * Prompts prompts = Prompts.table(boxes, kind, targets, monitor); // before anything is written
 * try (PromptedSegmentation work = PromptedSegmentation.open(model, device, monitor)) {
 * 	Found found = work.segment("a.png", Picture.color(reader.color(0)), prompts.of(0));
 * 	List&lt;Mask&gt; masks = found.masks(prompts.structures()); // no two share a pixel
 * 	found.objects(); // one a prompt, in their order; touching ones stay apart
 * 	work.tell(monitor); // at the end
 * }
 * </pre>
 */
public final class PromptedSegmentation implements AutoCloseable {

	/** The structure of a prompt that names none. */
	public static final String OBJECT = "object";

	private static final int NAMED = 5;
	/** A mask that leaves its box by less is as good as in it. */
	private static final double MUCH = 0.01;

	private final PromptedSegmenter segmenter;
	private final List<String> outside = new ArrayList<>();
	private final List<String> empty = new ArrayList<>();

	private PromptedSegmentation(final PromptedSegmenter segmenter) {
		this.segmenter = segmenter;
	}

	/**
	 * The masks of a picture.
	 *
	 * @param objects one a prompt, in their order
	 * @param width columns of the picture
	 * @param height rows
	 */
	public record Found(List<PromptedMask> objects, int width, int height) {

		/** Copies the list. */
		public Found {
			objects = List.copyOf(objects);
		}

		/**
		 * @param structures of {@link Prompts#structures}
		 * @return one a structure, no two of which share a pixel: what several objects claim is that of the best score
		 */
		public List<Mask> masks(final List<String> structures) {
			final int[] owner = new int[width * height];
			final double[] best = new double[width * height];
			Arrays.fill(owner, -1);
			for (final PromptedMask object : objects) {
				final int structure = structures.indexOf(object.prompt().structure().isEmpty() ? OBJECT : object.prompt().structure());
				for (int i = 0; i < owner.length; i++)
					if (object.data()[i] && (owner[i] < 0 || object.score() > best[i])) {
						owner[i] = structure;
						best[i] = object.score();
					}
			}
			return IntStream.range(0, structures.size()).mapToObj(k -> Mask.of(width, height, i -> owner[i] == k)).toList();
		}
	}

	/**
	 * @param model weights of SAM or MedSAM
	 * @param device where it computes
	 * @param monitor is told what the file is and how pictures are prepared
	 * @throws io.sonoflow.SonoflowException.File if it is no SAM, or not whole
	 */
	public static PromptedSegmentation open(final Path model, final Device device, final Monitor monitor) {
		if (model.toString().endsWith(".safetensors") && SegmentationConfig.isSegmenter(Weights.read(model).metadata()))
			throw new SonoflowException.File("prompt= is for weights of SAM or MedSAM, and " + model.getFileName() +
				" is a segmenter of \"Train Segmenter...\", which finds the objects itself. Leave prompt out.");
		return new PromptedSegmentation(PromptedSegmenter.load(model, "", device, monitor));
	}

	/** {@return how pictures are prepared, for the record} */
	public String describe() {
		return segmenter.describe();
	}

	/** {@return number of the network's parameters} */
	public long parameters() {
		return segmenter.network().named().values().stream().mapToLong(each -> each.getShape().size()).sum();
	}

	/**
	 * @param name of the picture, for what is said at the end
	 * @param picture of any size
	 * @param prompts of it; none gives no objects
	 */
	public Found segment(final String name, final Picture picture, final List<Prompt> prompts) {
		final List<PromptedMask> masks = segmenter.segment(picture, prompts);
		for (final PromptedMask mask : masks) {
			final String where = name + ", " + mask.prompt().name();
			if (mask.area() == 0) empty.add(where);
			mask.outside().ifPresent(share -> {
				if (share >= MUCH) outside.add(String.format(Locale.ROOT, "%s: %.0f %%", where, 100 * share));
			});
		}
		return new Found(masks, picture.width(), picture.height());
	}

	/** Says how many masks are empty, and how many reach out of their boxes. */
	public void tell(final Monitor monitor) {
		if (!empty.isEmpty()) monitor.warn(empty.size() + " prompts got an empty mask: " + Spelling.some(empty, NAMED) + ".");
		if (!outside.isEmpty()) monitor.warn(outside.size() +
			" masks have pixels outside of their box (1 % of the mask or more), which are kept: " + Spelling.some(outside, NAMED) +
				".");
	}

	/** {@return how many masks have 1 % of their pixels or more outside of their box} */
	public int outside() {
		return outside.size();
	}

	/** Frees the network. */
	@Override
	public void close() {
		segmenter.close();
	}
}
