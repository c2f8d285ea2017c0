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
package io.sonoflow.read.video;

import java.util.Locale;
import java.util.stream.Stream;

/** How clips are written. */
public enum ClipCodec {

	/** What was written is what is read; programs for the public often do not open it. */
	FFV1("avi", "ffv1", false, "lossless"),

	/** Each frame a JPEG of the best quality, with all its colours: opens anywhere. */
	MJPEG("avi", "mjpeg", false, "lossy: grey levels are off by up to about 7"),

	/** Small, for browsers and slides; at a quarter of the colours' resolution. */
	H264("mp4", "libopenh264", true, "lossy: grey levels are off by up to about 30, and fine speckle is smoothed; to be shown, " +
		"not to be measured");

	private final String extension;
	private final String encoder;
	private final boolean halved;
	private final String loss;

	ClipCodec(final String extension, final String encoder, final boolean halved, final String loss) {
		this.extension = extension;
		this.encoder = encoder;
		this.halved = halved;
		this.loss = loss;
	}

	/** {@return the codec of a key: ffv1, mjpeg or h264} */
	public static ClipCodec of(final String key) {
		return valueOf(key.toUpperCase(Locale.ROOT));
	}

	/** {@return ffv1, mjpeg or h264} */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** {@return the keys of all} */
	public static String[] keys() {
		return Stream.of(values()).map(ClipCodec::key).toArray(String[]::new);
	}

	/** {@return what its files end in, without a dot} */
	public String extension() {
		return extension;
	}

	/** {@return the encoder's name in the library} */
	String encoder() {
		return encoder;
	}

	/** {@return whether colours are stored for two by two pixels, so that sides must be even} */
	public boolean isHalved() {
		return halved;
	}

	/** {@return what is lost, in words} */
	public String loss() {
		return loss;
	}
}
