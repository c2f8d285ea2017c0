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
package io.sonoflow.nn.weights.layout;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names and shapes of Inception v3 (Szegedy et al., CVPR 2016) as torchvision and pytorch-fid call them, without fc. */
public final class InceptionLayout {

	private final Map<String, long[]> shapes = new LinkedHashMap<>();

	private InceptionLayout() {
	}

	public static Map<String, long[]> shapes() {
		final InceptionLayout l = new InceptionLayout();
		l.conv("Conv2d_1a_3x3", 3, 32, 3, 3);
		l.conv("Conv2d_2a_3x3", 32, 32, 3, 3);
		l.conv("Conv2d_2b_3x3", 32, 64, 3, 3);
		l.conv("Conv2d_3b_1x1", 64, 80, 1, 1);
		l.conv("Conv2d_4a_3x3", 80, 192, 3, 3);
		l.blockA("Mixed_5b", 192, 32);
		l.blockA("Mixed_5c", 256, 64);
		l.blockA("Mixed_5d", 288, 64);
		l.conv("Mixed_6a.branch3x3", 288, 384, 3, 3);
		l.doubled("Mixed_6a", 288);
		l.blockC("Mixed_6b", 128);
		l.blockC("Mixed_6c", 160);
		l.blockC("Mixed_6d", 160);
		l.blockC("Mixed_6e", 192);
		l.conv("Mixed_7a.branch3x3_1", 768, 192, 1, 1);
		l.conv("Mixed_7a.branch3x3_2", 192, 320, 3, 3);
		l.conv("Mixed_7a.branch7x7x3_1", 768, 192, 1, 1);
		l.conv("Mixed_7a.branch7x7x3_2", 192, 192, 1, 7);
		l.conv("Mixed_7a.branch7x7x3_3", 192, 192, 7, 1);
		l.conv("Mixed_7a.branch7x7x3_4", 192, 192, 3, 3);
		l.blockE("Mixed_7b", 1280);
		l.blockE("Mixed_7c", 2048);
		return l.shapes;
	}

	private void conv(final String name, final long in, final long out, final long height, final long width) {
		shapes.put(name + ".conv.weight", new long[] { out, in, height, width });
		for (final String part : new String[] { "weight", "bias", "running_mean", "running_var" })
			shapes.put(name + ".bn." + part, new long[] { out });
	}

	private void doubled(final String name, final long in) {
		conv(name + ".branch3x3dbl_1", in, 64, 1, 1);
		conv(name + ".branch3x3dbl_2", 64, 96, 3, 3);
		conv(name + ".branch3x3dbl_3", 96, 96, 3, 3);
	}

	private void blockA(final String name, final long in, final long pool) {
		conv(name + ".branch1x1", in, 64, 1, 1);
		conv(name + ".branch5x5_1", in, 48, 1, 1);
		conv(name + ".branch5x5_2", 48, 64, 5, 5);
		doubled(name, in);
		conv(name + ".branch_pool", in, pool, 1, 1);
	}

	private void blockC(final String name, final long c7) {
		conv(name + ".branch1x1", 768, 192, 1, 1);
		conv(name + ".branch7x7_1", 768, c7, 1, 1);
		conv(name + ".branch7x7_2", c7, c7, 1, 7);
		conv(name + ".branch7x7_3", c7, 192, 7, 1);
		conv(name + ".branch7x7dbl_1", 768, c7, 1, 1);
		conv(name + ".branch7x7dbl_2", c7, c7, 7, 1);
		conv(name + ".branch7x7dbl_3", c7, c7, 1, 7);
		conv(name + ".branch7x7dbl_4", c7, c7, 7, 1);
		conv(name + ".branch7x7dbl_5", c7, 192, 1, 7);
		conv(name + ".branch_pool", 768, 192, 1, 1);
	}

	private void blockE(final String name, final long in) {
		conv(name + ".branch1x1", in, 320, 1, 1);
		conv(name + ".branch3x3_1", in, 384, 1, 1);
		conv(name + ".branch3x3_2a", 384, 384, 1, 3);
		conv(name + ".branch3x3_2b", 384, 384, 3, 1);
		conv(name + ".branch3x3dbl_1", in, 448, 1, 1);
		conv(name + ".branch3x3dbl_2", 448, 384, 3, 3);
		conv(name + ".branch3x3dbl_3a", 384, 384, 1, 3);
		conv(name + ".branch3x3dbl_3b", 384, 384, 3, 1);
		conv(name + ".branch_pool", in, 192, 1, 1);
	}
}
