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
package io.sonoflow.image.mask;

import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.morphology.Morphology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is done to the mask of a structure after the network: closing, then opening with the 3 x 3 cross; only the largest parts
 * stay; small holes are filled. Each part can be switched off.
 *
 * <pre>
 * PostProcessing post = PostProcessing.of("thyroid");
 * Mask better = post.apply(mask);
 * </pre>
 *
 * The published rules leave two things open. "Holes of at most 0.3 % of the region" are here those of at most 0.3 % of the
 * image's pixels. And of thyroids parts below 0.1 % of the image are dropped and nothing else is done. The whole is repeated
 * until nothing changes any more (almost always after the first time), so that twice is the same as once.
 *
 * @param smooth whether the mask is closed and then opened
 * @param parts how many of the largest 8-connected parts may stay, at least 1
 * @param share a part after the largest stays if its area is at least this share of the largest's, 0..1
 * @param smallest a part stays if its area is at least this share of the image, 0..1
 * @param hole a hole (4-connected background that does not touch the border) is filled if its area is at most this share of the
 *          image, 0..1
 */
public record PostProcessing(boolean smooth, int parts, double share, double smallest, double hole) {

	/** Nothing is done. */
	public static final PostProcessing NONE = new PostProcessing(false, Integer.MAX_VALUE, 0, 0, 0);
	/** As published for all organs but the thyroid. */
	public static final PostProcessing PUBLISHED = new PostProcessing(true, 2, 0.3, 0, 0.003);
	/** As published for the thyroid, whose lobes are apart. */
	public static final PostProcessing THYROID = new PostProcessing(false, Integer.MAX_VALUE, 0, 0.001, 0);
	/** Of organs that come in pairs, however different, both stay (ours: the published limit of the thyroid for each). */
	public static final PostProcessing PAIRED = new PostProcessing(true, 2, 0, 0.001, 0.003);

	private static final Set<String> PAIRS = Set.of("testis", "testes", "testicle", "testicles", "scrotum", "ovary", "ovaries",
		"lung", "lungs");
	/** No mask was seen to need more than three. */
	private static final int REPEATS = 64;

	/** @throws IllegalArgumentException if a value is out of range */
	public PostProcessing {
		if (parts < 1 || !(share >= 0 && share <= 1 && smallest >= 0 && smallest <= 1 && hole >= 0 && hole <= 1))
			throw new IllegalArgumentException("Post-processing with " + parts + " parts and the shares " + share + ", " + smallest +
				", " + hole);
	}

	/**
	 * @param masks of the structures, in their order
	 * @param emptied numbers of the structures that had pixels and have none now, ascending
	 */
	public record Result(List<Mask> masks, List<Integer> emptied) {
	}

	/** {@return what is published for an organ; its name's case and what stands around it do not matter} */
	public static PostProcessing of(final String organ) {
		final String name = organ.toLowerCase(Locale.ROOT).strip();
		if (name.contains("thyroid")) return THYROID;
		return Arrays.stream(name.split("[^a-z]+")).anyMatch(PAIRS::contains) ? PAIRED : PUBLISHED;
	}

	/** {@return the same without closing and opening} */
	public PostProcessing withoutSmoothing() {
		return new PostProcessing(false, parts, share, smallest, hole);
	}

	/** {@return the same in which all parts stay} */
	public PostProcessing withAllParts() {
		return new PostProcessing(smooth, Integer.MAX_VALUE, 0, 0, hole);
	}

	/** {@return the same in which holes stay} */
	public PostProcessing withHoles() {
		return new PostProcessing(smooth, parts, share, smallest, 0);
	}

	/** {@return the mask of a structure, processed} */
	public Mask apply(final Mask mask) {
		return apply(List.of(mask)).masks().get(0);
	}

	/**
	 * Each structure by itself; no structure gains a pixel that another has.
	 *
	 * @param masks of the structures, of one size
	 */
	public Result apply(final List<Mask> masks) {
		List<Mask> now = masks;
		for (int i = 0; i < REPEATS; i++) {
			final List<Mask> next = once(now);
			final boolean same = same(now, next);
			now = next;
			if (same) break;
		}
		final List<Mask> result = now;
		return new Result(result, IntStream.range(0, masks.size()).filter(i -> result.get(i).area() == 0 && masks.get(i)
			.area() > 0).boxed().toList());
	}

	private static boolean same(final List<Mask> a, final List<Mask> b) {
		return IntStream.range(0, a.size()).allMatch(i -> Arrays.equals(a.get(i).data(), b.get(i).data()));
	}

	private List<Mask> once(final List<Mask> masks) {
		final List<Mask> alone = masks.stream().map(this::alone).toList();
		if (masks.size() == 1) return alone;
		final List<Mask> result = new ArrayList<>();
		for (int i = 0; i < masks.size(); i++) {
			final int structure = i;
			result.add(Mask.of(masks.get(i).width(), masks.get(i).height(), pixel -> alone.get(structure).data()[pixel] &&
				(masks.get(structure).data()[pixel] || isFree(pixel, structure, masks, alone))));
		}
		return result;
	}

	/** {@return whether no other structure keeps a pixel, and none before it gains it} */
	private static boolean isFree(final int pixel, final int structure, final List<Mask> before, final List<Mask> after) {
		for (int other = 0; other < before.size(); other++)
			if (other != structure && after.get(other).data()[pixel] && (other < structure || before.get(other).data()[pixel]))
				return false;
		return true;
	}

	private Mask alone(final Mask mask) {
		final Mask smoothed = smooth ? Morphology.open(Morphology.close(mask)) : mask;
		final Mask kept = parts < Integer.MAX_VALUE || share > 0 || smallest > 0 ? largest(smoothed) : smoothed;
		return hole > 0 ? Morphology.fillHoles(kept, hole * (mask.width() * mask.height())) : kept;
	}

	private Mask largest(final Mask mask) {
		final Components components = Components.of(mask, Connectivity.EIGHT);
		final int[] order = components.byArea();
		final boolean[] wanted = new boolean[components.count()];
		final double pixels = smallest * (mask.width() * mask.height());
		for (int i = 0; i < Math.min(parts, order.length); i++) {
			final int area = components.area(order[i]);
			wanted[order[i]] = area >= pixels && (i == 0 || area >= share * components.area(order[0]));
		}
		return components.mask(wanted);
	}
}
