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
package io.sonoflow.explain;

import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.List;

/** The ways to a heat map: to weigh the channels of a layer, or to follow the attention. */
public enum Method {

	/** Mean gradient of the class score over the pixels (Selvaraju et al., ICCV 2017). */
	GRADCAM("gradcam"),
	/** Positive gradients, weighted so that several places count as one does (Chattopadhay et al., WACV 2018). */
	GRADCAM_PLUS_PLUS("gradcam++"),
	/** How the class scores when only a channel's places are shown; needs no gradient (Wang et al., CVPRW 2020). */
	SCORECAM("scorecam"),
	/** From which patches the class token of a transformer came by its content (Abnar and Zuidema, ACL 2020). */
	ROLLOUT("rollout");

	/** Instead of a method: {@link #usual}. */
	public static final String AUTO = "auto";

	/** How many channels Score-CAM takes where nobody says what to do. */
	public static final int USUAL_TOP = 64;

	private final String key;

	Method(final String key) {
		this.key = key;
	}

	/** {@return as users name it} */
	public String key() {
		return key;
	}

	/** {@return the keys of all methods} */
	public static List<String> keys() {
		return Arrays.stream(values()).map(Method::key).toList();
	}

	/**
	 * {@return what shows something of most networks: Grad-CAM++ of convolutions; of tokens, whose gradients often speak against
	 *         every place, Score-CAM of {@link #USUAL_TOP} channels}
	 *
	 * @param tokens whether the network is a Vision Transformer
	 */
	public static Method usual(final boolean tokens) {
		return tokens ? SCORECAM : GRADCAM_PLUS_PLUS;
	}

	/**
	 * @return the method of this key
	 * @throws SonoflowException.Input if there is none
	 */
	public static Method of(final String key) {
		return Arrays.stream(values()).filter(method -> method.key.equals(key)).findFirst().orElseThrow(
			() -> new SonoflowException.Input("method=" + key + " is unknown. Allowed are: " + String.join(", ", keys()) +
				"."));
	}
}
