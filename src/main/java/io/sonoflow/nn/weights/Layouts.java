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

import java.util.LinkedHashMap;
import java.util.Map;

/** Names and shapes of the tensors of known networks, without the counters of batch norm. */
final class Layouts {

	private final Map<String, long[]> shapes = new LinkedHashMap<>();

	private Layouts() {
	}

	private void add(final String name, final long... shape) {
		shapes.put(name, shape);
	}

	private void affine(final String name, final long width) {
		add(name + ".weight", width);
		add(name + ".bias", width);
	}

	private void batchNorm(final String name, final long width) {
		affine(name, width);
		add(name + ".running_mean", width);
		add(name + ".running_var", width);
	}

	private void biased(final String name, final long... shape) {
		add(name + ".weight", shape);
		add(name + ".bias", shape[0]);
	}

	/** torchvision's ResNet without its fc (He et al., CVPR 2016). */
	static Map<String, long[]> resNet(final long channels, final int[] blocks, final boolean bottleneck) {
		final Layouts l = new Layouts();
		l.add("conv1.weight", 64, channels, 7, 7);
		l.batchNorm("bn1", 64);
		final long expansion = bottleneck ? 4 : 1;
		long in = 64;
		for (int stage = 0; stage < 4; stage++) {
			final long width = 64L << stage;
			for (int block = 0; block < blocks[stage]; block++) {
				final String name = "layer" + (stage + 1) + "." + block;
				l.add(name + ".conv1.weight", width, in, bottleneck ? 1 : 3, bottleneck ? 1 : 3);
				l.batchNorm(name + ".bn1", width);
				l.add(name + ".conv2.weight", width, width, 3, 3);
				l.batchNorm(name + ".bn2", width);
				if (bottleneck) {
					l.add(name + ".conv3.weight", 4 * width, width, 1, 1);
					l.batchNorm(name + ".bn3", 4 * width);
				}
				if (block == 0 && in != expansion * width) {
					l.add(name + ".downsample.0.weight", expansion * width, in, 1, 1);
					l.batchNorm(name + ".downsample.1", expansion * width);
				}
				in = expansion * width;
			}
		}
		return l.shapes;
	}

	/** torchvision's DenseNet with growth 32, without its classifier (Huang et al., CVPR 2017). */
	static Map<String, long[]> denseNet(final long channels, final int[] layers) {
		final Layouts l = new Layouts();
		l.add("features.conv0.weight", 64, channels, 7, 7);
		l.batchNorm("features.norm0", 64);
		long in = 64;
		for (int block = 1; block <= 4; block++) {
			for (int layer = 1; layer <= layers[block - 1]; layer++, in += 32) {
				final String name = "features.denseblock" + block + ".denselayer" + layer;
				l.batchNorm(name + ".norm1", in);
				l.add(name + ".conv1.weight", 128, in, 1, 1);
				l.batchNorm(name + ".norm2", 128);
				l.add(name + ".conv2.weight", 32, 128, 3, 3);
			}
			if (block == 4) break;
			l.batchNorm("features.transition" + block + ".norm", in);
			l.add("features.transition" + block + ".conv.weight", in / 2, in, 1, 1);
			in /= 2;
		}
		l.batchNorm("features.norm5", in);
		return l.shapes;
	}

	/** timm's and MAE's vision transformer without its head (Dosovitskiy et al., ICLR 2021). */
	static Map<String, long[]> viT(final long channels, final long patch, final long dim, final int depth,
		final long mlp, final long tokens)
	{
		final Layouts l = new Layouts();
		l.add("cls_token", 1, 1, dim);
		if (tokens > 0) l.add("pos_embed", 1, tokens, dim);
		l.biased("patch_embed.proj", dim, channels, patch, patch);
		for (int i = 0; i < depth; i++) {
			final String name = "blocks." + i;
			l.affine(name + ".norm1", dim);
			l.biased(name + ".attn.qkv", 3 * dim, dim);
			l.biased(name + ".attn.proj", dim, dim);
			l.affine(name + ".norm2", dim);
			l.biased(name + ".mlp.fc1", mlp, dim);
			l.biased(name + ".mlp.fc2", dim, mlp);
		}
		return l.shapes;
	}

	/** The U-Net of guided-diffusion (Dhariwal and Nichol, NeurIPS 2021). */
	static Map<String, long[]> uNet(final UNetShape u) {
		final Layouts l = new Layouts();
		final int levels = u.widths().size();
		l.biased("time_embed.0", 4L * u.base(), u.base());
		l.biased("time_embed.2", 4L * u.base(), 4L * u.base());
		if (u.classes() > 0) l.add("label_emb.weight", u.classes(), 4L * u.base());
		final long[] skips = new long[levels * (u.blocks() + 1)];
		long width = u.widths().get(0);
		l.biased("input_blocks.0.0", width, u.channels(), 3, 3);
		skips[0] = width;
		for (int level = 0, i = 1; level < levels; level++) {
			for (int block = 0; block < u.blocks(); block++, i++) {
				l.residual("input_blocks." + i + ".0", width, u.widths().get(level), u);
				width = skips[i] = u.widths().get(level);
				if (u.attention().contains(1 << level)) l.attention("input_blocks." + i + ".1", width);
			}
			if (level == levels - 1) break;
			if (u.residualResampling()) l.residual("input_blocks." + i + ".0", width, width, u);
			else l.biased("input_blocks." + i + ".0.op", width, width, 3, 3);
			skips[i++] = width;
		}
		l.residual("middle_block.0", width, width, u);
		l.attention("middle_block.1", width);
		l.residual("middle_block.2", width, width, u);
		for (int i = 0; i < skips.length; i++) {
			final int level = levels - 1 - i / (u.blocks() + 1);
			String name = "output_blocks." + i;
			l.residual(name + ".0", width + skips[skips.length - 1 - i], u.widths().get(level), u);
			width = u.widths().get(level);
			final boolean attends = u.attention().contains(1 << level);
			if (attends) l.attention(name + ".1", width);
			if (level == 0 || i % (u.blocks() + 1) != u.blocks()) continue;
			name += attends ? ".2" : ".1";
			if (u.residualResampling()) l.residual(name, width, width, u);
			else l.biased(name + ".conv", width, width, 3, 3);
		}
		l.affine("out.0", width);
		l.biased("out.2", u.outputs(), width, 3, 3);
		return l.shapes;
	}

	private void residual(final String name, final long in, final long out, final UNetShape u) {
		affine(name + ".in_layers.0", in);
		biased(name + ".in_layers.2", out, in, 3, 3);
		biased(name + ".emb_layers.1", u.scaleShift() ? 2 * out : out, 4L * u.base());
		affine(name + ".out_layers.0", out);
		biased(name + ".out_layers.3", out, out, 3, 3);
		if (in != out) biased(name + ".skip_connection", out, in, 1, 1);
	}

	private void attention(final String name, final long width) {
		affine(name + ".norm", width);
		biased(name + ".qkv", 3 * width, width, 1);
		biased(name + ".proj_out", width, width, 1);
	}
}
