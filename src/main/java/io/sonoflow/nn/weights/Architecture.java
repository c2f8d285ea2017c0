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
package io.sonoflow.nn.weights;

import io.sonoflow.nn.weights.layout.InceptionLayout;
import io.sonoflow.nn.weights.layout.SamLayout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which network weights belong to, by the names and shapes of their tensors. One is recognised only if every tensor of
 * it is there in its shape; a head may be absent, and other things (projection heads, a decoder) may be there besides.
 *
 * @param name {@code resnet18}, {@code resnet34}, {@code resnet50}, {@code densenet121}, {@code densenet169},
 *          {@code inception}, {@code vit-tiny16}, {@code vit-small16}, {@code vit-base16}, {@code vit} (of other sizes),
 *          {@code unet}, {@code sam-vit-b}, {@code sam-vit-l}, {@code sam-vit-h}, {@code sam} (of other sizes), or
 *          {@code unknown}
 * @param description in words, for the user; for an unknown network with the nearest one and the first difference
 * @param channels of the input image, 0 if unknown
 * @param classes outputs of the classifier; of a U-Net its classes; 0 if there is none
 * @param unet the U-Net's configuration, null for others
 */
public record Architecture(String name, String description, int channels, int classes, UNetShape unet) {

	/** Width to name of the usual Vision Transformers. */
	private static final Map<Integer, String> VITS = Map.of(192, "vit-tiny16", 384, "vit-small16", 768, "vit-base16");

	/** What a masked autoencoder has beside its encoder, outside of any module. */
	private static final Set<String> DECODER = Set.of("mask_token", "decoder_pos_embed");

	private static final String SAM = "sam";

	/** {@return whether it was recognised} */
	public boolean known() {
		return !name.equals("unknown");
	}

	/** {@return whether it is a Vision Transformer of any size} */
	boolean isTransformer() {
		return name.startsWith("vit");
	}

	/** {@return whether it is a Segment Anything (or MedSAM) of any size} */
	public boolean isSam() {
		return name.startsWith(SAM);
	}

	/** {@return whether it is of the same kind, with as many input channels} */
	boolean isLike(final Architecture other) {
		return name.equals(other.name) && channels == other.channels;
	}

	/** {@return the tensors without what a U-Net of this shape has no place for, such as buffers of the process around it} */
	Map<String, Tensor> own(final Map<String, Tensor> tensors) {
		if (unet == null) return tensors;
		final Map<String, Tensor> own = new LinkedHashMap<>(tensors);
		own.keySet().retainAll(Layouts.uNet(unet).keySet());
		return own;
	}

	/** A network that the weights might be. */
	private record Candidate(String name, String title, Map<String, long[]> shapes, String head, int channels,
		UNetShape unet)
	{
	}

	/** How well weights fit a candidate. */
	private record Fit(Candidate candidate, int fitting, int surplus, String difference) {

		/** {@return the tensors that fit, as a share of those on either side (0..1)} */
		double score() {
			return (double) fitting / (candidate.shapes.size() + surplus);
		}
	}

	/** {@return what these weights are; wrappers' prefixes and Sequential names are seen through} */
	public static Architecture of(final StateDict weights) {
		final StateDict normal = NameMap.normalise(weights);
		return of(normal.tensors(), normal.metadata(), normal != weights);
	}

	/** {@return what these tensors are, under torchvision's names and without prefixes} */
	static Architecture of(final Map<String, Tensor> tensors, final boolean renamed) {
		return of(tensors, Map.of(), renamed);
	}

	private static Architecture of(final Map<String, Tensor> tensors, final Map<String, String> header, final boolean renamed) {
		Fit best = null;
		for (final Candidate candidate : candidates(tensors, header)) {
			final Fit fit = fit(tensors, candidate);
			if (best == null || fit.score() > best.score()) best = fit;
		}
		if (best == null || best.fitting == 0) return new Architecture("unknown", "unknown network, like none that is known",
			0, 0, null);
		if (best.difference != null) return new Architecture("unknown", String.format(Locale.ROOT,
			"unknown network; nearest is %s, of which %d of %d tensors fit (%s)", best.candidate.title, best.fitting,
			best.candidate.shapes.size(), best.difference), 0, 0, null);
		return known(best.candidate, tensors, renamed);
	}

	private static Architecture known(final Candidate candidate, final Map<String, Tensor> tensors, final boolean renamed) {
		if (candidate.unet != null) return new Architecture(candidate.name, candidate.unet.describe(), candidate.channels,
			candidate.unet.classes(), candidate.unet);
		if (candidate.name.startsWith(SAM)) return new Architecture(candidate.name, candidate.title + (renamed
			? ", under other names or prefixes" : ""), candidate.channels, 0, null);
		final Tensor head = tensors.get(candidate.head + ".weight");
		final int classes = head == null || head.shape().length != 2 ? 0 : (int) head.shape()[0];
		final boolean fid = candidate.name.equals("inception") && classes == 1008;
		return new Architecture(candidate.name, candidate.title + (fid ? " (FID variant)" : "") + ", " + candidate.channels +
			" input channel(s), " + (classes == 0 ? "no classifier" : classes + " classes") + (renamed
				? ", under other names or prefixes" : ""), candidate.channels, classes, null);
	}

	private static List<Candidate> candidates(final Map<String, Tensor> tensors, final Map<String, String> header) {
		final List<Candidate> candidates = new ArrayList<>();
		final int stem = size(tensors, "conv1.weight", 1, 3);
		candidates.add(new Candidate("resnet18", "ResNet-18", Layouts.resNet(stem, new int[] { 2, 2, 2, 2 }, false), "fc",
			stem, null));
		candidates.add(new Candidate("resnet34", "ResNet-34", Layouts.resNet(stem, new int[] { 3, 4, 6, 3 }, false), "fc",
			stem, null));
		candidates.add(new Candidate("resnet50", "ResNet-50", Layouts.resNet(stem, new int[] { 3, 4, 6, 3 }, true), "fc",
			stem, null));
		final int dense = size(tensors, "features.conv0.weight", 1, 3);
		candidates.add(new Candidate("densenet121", "DenseNet-121", Layouts.denseNet(dense, new int[] { 6, 12, 24, 16 }),
			"classifier", dense, null));
		candidates.add(new Candidate("densenet169", "DenseNet-169", Layouts.denseNet(dense, new int[] { 6, 12, 32, 32 }),
			"classifier", dense, null));
		candidates.add(new Candidate("inception", "Inception v3", InceptionLayout.shapes(), "fc", 3, null));
		final UNetShape unet = UNetShape.of(tensors);
		if (unet != null) candidates.add(new Candidate("unet", "guided-diffusion U-Net", Layouts.uNet(unet), "", unet
			.channels(), unet));
		if (tensors.containsKey("patch_embed.proj.weight")) candidates.add(viT(tensors, header));
		final Map<String, long[]> shapes = new LinkedHashMap<>();
		tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
		if (SamLayout.mayBe(shapes)) candidates.add(new Candidate(SamLayout.name(shapes), SamLayout.title(shapes), SamLayout
			.shapes(shapes), "", 3, null));
		return candidates;
	}

	private static Candidate viT(final Map<String, Tensor> tensors, final Map<String, String> header) {
		final int dim = size(tensors, "patch_embed.proj.weight", 0, 768);
		final int channels = size(tensors, "patch_embed.proj.weight", 1, 3);
		final int patch = size(tensors, "patch_embed.proj.weight", 2, 16);
		final int tokens = size(tensors, "pos_embed", 1, 197);
		final int depth = (int) tensors.keySet().stream().filter(name -> name.matches("blocks\\.\\d+\\.norm1\\.weight")).count();
		final String size = switch (dim) {
			case 192 -> "ViT-Ti/";
			case 384 -> "ViT-S/";
			case 768 -> "ViT-B/";
			case 1024 -> "ViT-L/";
			default -> "ViT/";
		};
		final int hidden = size(tensors, "blocks.0.mlp.fc1.weight", 0, 4 * dim);
		final boolean mae = tensors.containsKey("mask_token");
		final boolean usual = patch == 16 && depth == 12 && hidden == 4 * dim && VITS.containsKey(dim);
		return new Candidate(usual ? VITS.get(dim) : "vit", size + patch + " (width " + dim + ", " + depth + " blocks, " +
			positions(tensors, tokens, patch, header) + ", " + pooling(tensors, header)
			+ (mae ? ", masked autoencoder" : "") + ")",
			Layouts.viT(channels, patch, dim, depth, hidden, tensors
				.containsKey("pos_embed") ? tokens : 0), "head", channels, null);
	}

	/** {@return for which images its table of positions is, in words} */
	private static String positions(final Map<String, Tensor> tensors, final int tokens, final int patch,
		final Map<String, String> header)
	{
		if (!tensors.containsKey("pos_embed")) return "no table of positions";
		final String grid = header.getOrDefault("grid", "");
		if (grid.matches("[1-9]\\d{0,3}x[1-9]\\d{0,3}")) {
			final String[] sides = grid.split("x");
			final int rows = Integer.parseInt(sides[0]) * patch;
			final int columns = Integer.parseInt(sides[1]) * patch;
			return "positions for " + (rows == columns ? rows + " px" : rows + " x " + columns + " px");
		}
		for (final int patches : new int[] { tokens - 1, tokens }) {
			final long side = Math.round(Math.sqrt(patches));
			if (side * side == patches) return "positions for " + side * patch + " px";
		}
		return tokens + " positions, of no square";
	}

	/** {@return what its head sees, in words} */
	private static String pooling(final Map<String, Tensor> tensors, final Map<String, String> header) {
		final boolean mean = header.containsKey("pooling") ? header.get("pooling").equals("mean") : tensors.containsKey(
			"fc_norm.weight") && !tensors.containsKey("norm.weight");
		return mean ? "mean of the patches (fc_norm)" : tensors.containsKey("norm.weight") ? "class token (norm)" : "no last norm";
	}

	private static Fit fit(final Map<String, Tensor> tensors, final Candidate candidate) {
		int fitting = 0;
		String difference = null;
		for (final Map.Entry<String, long[]> expected : candidate.shapes.entrySet()) {
			final Tensor tensor = tensors.get(expected.getKey());
			if (tensor != null && Arrays.equals(tensor.shape(), expected.getValue())) fitting++;
			else if (difference == null) difference = expected.getKey() + (tensor == null ? " is missing" : " is " + Arrays
				.toString(tensor.shape()) + " instead of " + Arrays.toString(expected.getValue()));
		}
		final List<String> surplus = surplus(tensors, candidate);
		if (difference == null && !surplus.isEmpty()) difference = surplus.get(0) + " is too many";
		return new Fit(candidate, fitting, surplus.size(), difference);
	}

	/** What stands inside the network's own modules and is not of it: a damaged ResNet-34 is no ResNet-18. */
	private static List<String> surplus(final Map<String, Tensor> tensors, final Candidate candidate) {
		final Set<String> modules = candidate.shapes.keySet().stream().map(Architecture::module).collect(Collectors.toSet());
		return tensors.keySet().stream().filter(name -> !name.endsWith(".num_batches_tracked") && modules.contains(module(
			name)) && !candidate.shapes.containsKey(name) && !DECODER.contains(name)).toList();
	}

	private static String module(final String name) {
		return name.substring(0, Math.max(0, name.indexOf('.')));
	}

	private static int size(final Map<String, Tensor> tensors, final String name, final int dimension, final int otherwise) {
		final long[] shape = tensors.containsKey(name) ? tensors.get(name).shape() : new long[0];
		return dimension < shape.length ? (int) shape[dimension] : otherwise;
	}
}
