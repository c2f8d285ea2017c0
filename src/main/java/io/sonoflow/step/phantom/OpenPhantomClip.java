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
package io.sonoflow.step.phantom;

import io.sonoflow.Monitor;
import io.sonoflow.image.phantom.Organ;
import io.sonoflow.image.phantom.PhantomClip;
import io.sonoflow.image.phantom.ViewSpec;
import io.sonoflow.step.Step;

import java.util.List;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** A sample clip: a probe slides over a testis and back. It is drawn, not stored, and always the same. */
public final class OpenPhantomClip extends Step<OpenPhantomClip.Result> {

	/** The menu label. */
	public static final String LABEL = "Sonoflow Phantom Clip";

	private static final int FRAMES = 32;
	private static final int WIDTH = 300;
	private static final ViewSpec VIEW = new ViewSpec(0, Organ.TESTIS, 1, 0, 1, 400, true);

	/** @param frames 32 images (x, y), 8-bit, 300 x 400 */
	public record Result(List<ArrayImg<UnsignedByteType, ByteArray>> frames) {
	}

	public OpenPhantomClip() {
	}

	/** @param values by key, for scripts; there are no keys */
	public OpenPhantomClip(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step} */
	public static OpenPhantomClip of() {
		return new OpenPhantomClip();
	}

	@Override
	public String label() {
		return LABEL;
	}

	@Override
	protected Result execute(final Monitor monitor) {
		return new Result(PhantomClip.of(VIEW, WIDTH, FRAMES));
	}
}
