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
package io.sonoflow.nn.sam;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Architecture;
import io.sonoflow.nn.weights.NetworkSearch;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Masks of what is pointed at: SAM or MedSAM on pictures of any size. A picture is encoded once for all of its prompts; n
 * prompts give n masks in their order, each as if it were the only one. One thread's at a time.
 *
 * <pre>
 * try (PromptedSegmenter segmenter = PromptedSegmenter.load(file, "", device, monitor)) {
 * 	List&lt;PromptedMask&gt; masks = segmenter.segment(Picture.gray(image), List.of(Prompt.of("cyst", new Box(20, 30, 90, 70))));
 * }
 * </pre>
 *
 * A box becomes its first and last pixel, as MedSAM's boxes of masks are. Box and several points are answered by the single
 * mask. A single point is ambiguous: of SAM's three alternatives the one with the best score is taken; MedSAM's fine-tuning
 * never trained these, so its single mask is.
 */
public final class PromptedSegmenter implements AutoCloseable {

	/** Prompts that are decoded at once; more would need more memory (13 MB each of the whole network). */
	private static final int TOGETHER = 16;

	private final Sam sam;
	private final Preparation preparation;

	PromptedSegmenter(final Sam sam, final Preparation preparation) {
		this.sam = sam;
		this.preparation = preparation;
	}

	/**
	 * @param path of the weights
	 * @param file all of it, of an architecture that is a SAM
	 * @return what they are good for, and as which network's they are taken
	 */
	public static String advice(final Path path, final StateDict file) {
		final String use = "Use: model= in Segment Ultrasound with prompt=boxes, points, rois or masks. ";
		try {
			return use + "By its name and contents it is taken for " + (Preparation.of(path, file) == Preparation.SAM ? "SAM"
				: "MedSAM") + ", and pictures are prepared so.";
		}
		catch (final SonoflowException.File e) {
			return use + e.getMessage();
		}
	}

	/**
	 * @param file with weights of SAM or MedSAM, or a checkpoint of MedSAM's training
	 * @param prefix under which they lie in it; empty = found
	 * @param device where it computes
	 * @param monitor is told what was found, and how pictures are prepared
	 * @throws SonoflowException.File if it is no SAM, or not whole
	 */
	public static PromptedSegmenter load(final Path file, final String prefix, final Device device, final Monitor monitor) {
		Torch.inference();
		final StateDict all = Weights.read(file);
		final NetworkSearch.Result found = new NetworkSearch(prefix, Set.of()).in(all);
		final Architecture architecture = Architecture.of(found.network());
		if (!architecture.isSam()) throw new SonoflowException.File("prompt= needs weights of SAM or MedSAM (ViT); " + file
			.getFileName() + " holds: " + architecture.description() + ". Give e.g. medsam_vit_b.pth, or prompt=none with a model of " +
			"Train Segmenter.");
		found.tell(monitor);
		final Preparation preparation = Preparation.of(file, all);
		StateLoader.checkFinite(found.network());
		final Sam sam = Sam.of(found.network(), device);
		monitor.message(file.getFileName() + ": " + architecture.description() + "; " + preparation.describe(sam.shape().encoder()
			.size()) + ".");
		return new PromptedSegmenter(sam, preparation);
	}

	/** {@return how pictures are prepared} */
	public Preparation preparation() {
		return preparation;
	}

	/** {@return likewise in words} */
	public String describe() {
		return preparation.describe(sam.shape().encoder().size());
	}

	/** {@return the network} */
	public Sam network() {
		return sam;
	}

	/**
	 * @param picture of any size
	 * @param prompts in pixels of it
	 * @return one mask a prompt, in their order, of the picture's size
	 */
	public List<PromptedMask> segment(final Picture picture, final List<Prompt> prompts) {
		if (prompts.isEmpty()) return List.of();
		Torch.inference();
		final List<PromptedMask> masks = new ArrayList<>();
		try (NDManager manager = Torch.manager(sam.manager().getDevice()); NDArray embedding = embed(picture, manager)) {
			for (int from = 0; from < prompts.size();) {
				final int to = alike(prompts, from);
				masks.addAll(decode(picture, embedding, prompts.subList(from, to)));
				from = to;
			}
		}
		return masks;
	}

	private NDArray embed(final Picture picture, final NDManager manager) {
		final int size = sam.shape().encoder().size();
		try (NDArray input = Torch.floats(manager, preparation.input(picture, size), 1, 3, size, size)) {
			return sam.encoder().forward(input, false);
		}
	}

	/** {@return the end of the prompts of one kind and number of points, which are decoded at once} */
	private static int alike(final List<Prompt> prompts, final int from) {
		int to = from + 1;
		while (to < prompts.size() && to - from < TOGETHER && prompts.get(to).box().isPresent() == prompts.get(from).box()
			.isPresent() && prompts.get(to).points().size() == prompts.get(from).points().size())
			to++;
		return to;
	}

	private List<PromptedMask> decode(final Picture picture, final NDArray embedding, final List<Prompt> prompts) {
		final boolean several = preparation == Preparation.SAM && prompts.get(0).box().isEmpty() && prompts.get(0).points()
			.size() == 1;
		final PromptArrays arrays = PromptArrays.of(prompts, picture, preparation, sam.shape().encoder().size());
		try (NDArray places = Torch.floats(embedding.getManager(), arrays.places(), prompts.size(), arrays.count(), 2);
				NDArray labels = Torch.floats(embedding.getManager(), arrays.labels(), prompts.size(), arrays.count());
				MaskDecoder.Output output = sam.decode(embedding, places, labels, null, several))
		{
			final float[] scores = output.scores().toFloatArray();
			final int offered = scores.length / prompts.size();
			final List<PromptedMask> masks = new ArrayList<>();
			for (int i = 0; i < prompts.size(); i++) {
				int best = 0;
				for (int k = 1; k < offered; k++)
					if (scores[i * offered + k] > scores[i * offered + best]) best = k;
				try (NDArray low = output.masks().get(i + ":" + (i + 1) + "," + best + ":" + (best + 1))) {
					masks.add(new PromptedMask(prompts.get(i), mask(picture, low), picture.width(), picture.height(), scores[i * offered +
						best]));
				}
			}
			return masks;
		}
	}

	private boolean[] mask(final Picture picture, final NDArray low) {
		try (NDArray values = values(picture, low)) {
			final float[] data = values.toFloatArray();
			final float threshold = preparation == Preparation.SAM ? 0 : 0.5f;
			final boolean[] mask = new boolean[data.length];
			for (int i = 0; i < mask.length; i++)
				mask[i] = data[i] > threshold;
			return mask;
		}
	}

	/** {@return (n, m, H, W) at the picture's size: logits of SAM, probabilities of MedSAM} */
	NDArray values(final Picture picture, final NDArray low) {
		final int target = sam.shape().encoder().size();
		final SamOperators ops = sam.operators();
		final int[] inside = preparation.size(picture.width(), picture.height(), target);
		try (NDArray whole = sizes(low, target, target); NDArray part = sizes(low, inside[1], inside[0]); NDArray own = sizes(low,
			picture.height(), picture.width()))
		{
			if (preparation == Preparation.MEDSAM) return ops.then("resize", ops.call("sigmoid", low), own);
			return ops.then("resize", ops.then("cut", ops.call("resize", low, whole), part), own);
		}
	}

	private static NDArray sizes(final NDArray like, final int rows, final int columns) {
		return Torch.floats(like.getManager(), new float[] { rows, columns }, 2);
	}

	/** Frees the network. */
	@Override
	public void close() {
		sam.close();
	}
}
