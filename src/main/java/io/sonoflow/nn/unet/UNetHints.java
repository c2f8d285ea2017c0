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
package io.sonoflow.nn.unet;

/**
 * What weights of other programs do not tell about their U-Net, from somebody who knows. Files of ours say it themselves.
 *
 * @param size side of the images in pixels; 0 = the one for which guided-diffusion takes these multipliers, else the one at
 *          which the finest attention is at 16 px
 * @param heads of each attention layer; 0 = 4
 * @param headChannels channels of each head, instead of their number; 0 = their number counts
 * @param order null = legacy
 * @param prefix under which the network lies in the file (see {@link io.sonoflow.nn.weights.NetworkSearch}); empty = found
 */
public record UNetHints(int size, int heads, int headChannels, AttentionOrder order, String prefix) {

	/** As published. */
	public static final UNetHints NONE = new UNetHints(0, 0, 0, null);

	/** Of a file of which nothing need be said to find the network. */
	public UNetHints(final int size, final int heads, final int headChannels, final AttentionOrder order) {
		this(size, heads, headChannels, order, "");
	}

	/** {@return whether nothing is said of the network itself} */
	boolean isEmpty() {
		return size == 0 && heads == 0 && headChannels == 0 && order == null;
	}
}
