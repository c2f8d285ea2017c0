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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the tensors of guided-diffusion's U-Net tell about it. The number of attention heads leaves no trace in them, nor
 * do the image size (so attention is known by its rate) and the order of queries, keys and values.
 *
 * @param channels of the input image
 * @param outputs channels of the output; twice the input's if the variance is learned
 * @param base width that the multipliers multiply; a quarter of the time embedding
 * @param widths channels of each level, finest first
 * @param blocks residual blocks a level
 * @param attention downsampling rates at which there is attention, e.g. 16 and 32 for 16 and 8 px at 256 px
 * @param classes number of classes, 0 if unconditional
 * @param scaleShift whether the embedding scales and shifts (else it is only added)
 * @param residualResampling whether residual blocks resample (else convolutions)
 */
public record UNetShape(int channels, int outputs, int base, List<Integer> widths, int blocks, Set<Integer> attention,
	int classes, boolean scaleShift, boolean residualResampling)
{

	/** {@return whether half of the output channels are variances} */
	public boolean learnedSigma() {
		return outputs == 2 * channels;
	}

	/** {@return the level's widths divided by the base, e.g. 1,1,2,2,4,4} */
	public String multipliers() {
		return String.join(",", widths.stream().map(width -> width % base == 0 ? String.valueOf(width / base) : String
			.valueOf((double) width / base)).toList());
	}

	/** {@return in words} */
	public String describe() {
		return String.format(Locale.ROOT, "guided-diffusion U-Net: %d input channel(s), %s, base %d, multipliers %s, %d " +
			"residual block(s) a level, attention %s, %s", channels, learnedSigma() ? "learned sigma" : outputs +
				" output channel(s)", base, multipliers(), blocks, attention.isEmpty() ? "only in the middle"
				: "at 1/" + String.join(", 1/", attention.stream().map(String::valueOf).toList()) + " of the size", classes == 0
				? "unconditional" : classes + " classes");
	}

	/** {@return the shape that these tensors suggest, or null if they are none of a U-Net} */
	static UNetShape of(final Map<String, Tensor> tensors) {
		if (!tensors.containsKey("time_embed.0.weight") || !tensors.containsKey("input_blocks.0.0.weight") || !tensors
			.containsKey("out.2.weight")) return null;
		final int base = size(tensors, "time_embed.0.weight", 1);
		final int count = 1 + tensors.keySet().stream().filter(name -> name.matches("output_blocks\\.\\d{1,4}\\..*")).mapToInt(
			name -> Integer.parseInt(name.split("\\.")[1])).max().orElse(0);
		int up = -1;
		boolean residual = false;
		for (int i = 0; i < count && up < 0; i++)
			for (int part = 1; part <= 2; part++) {
				final String name = "output_blocks." + i + "." + part;
				if (!tensors.containsKey(name + ".conv.weight") && !tensors.containsKey(name + ".in_layers.0.weight")) continue;
				up = i;
				residual = tensors.containsKey(name + ".in_layers.0.weight");
			}
		final int perLevel = up < 0 ? count : up + 1;
		if (perLevel < 2 || count % perLevel != 0) return null;
		final List<Integer> widths = new ArrayList<>();
		final Set<Integer> attention = new TreeSet<>();
		for (int level = 0; level < count / perLevel; level++) {
			final String name = "input_blocks." + (1 + level * perLevel);
			widths.add(size(tensors, name + ".0.out_layers.3.weight", 0));
			if (tensors.containsKey(name + ".1.qkv.weight")) attention.add(1 << level);
		}
		return base < 1 || widths.contains(0) ? null : new UNetShape(size(tensors, "input_blocks.0.0.weight", 1), size(tensors,
			"out.2.weight", 0), base, List.copyOf(widths), perLevel - 1, attention, size(tensors, "label_emb.weight", 0), size(
				tensors, "input_blocks.1.0.emb_layers.1.weight", 0) == 2 * widths.get(0), residual);
	}

	/**
	 * @param most how many there can be: a header may say anything, and the file in which it stands holds so many
	 * @return name to shape of every tensor of such a network
	 * @throws IllegalArgumentException if there would be more
	 */
	public Map<String, long[]> tensors(final int most) {
		if (blocks < 1 || widths.size() * (blocks + 1L) > most) throw new IllegalArgumentException(widths.size() +
			" level(s) of " + blocks + " block(s), but " + most + " tensors");
		return Layouts.uNet(this);
	}

	private static int size(final Map<String, Tensor> tensors, final String name, final int dimension) {
		final long[] shape = tensors.containsKey(name) ? tensors.get(name).shape() : new long[0];
		return dimension < shape.length ? (int) shape[dimension] : 0;
	}
}
