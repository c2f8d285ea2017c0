package io.sonoflow.explain;

import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.List;

/** The ways to weigh the channels of the last convolutional stage. */
public enum Method {

	/** Mean gradient of the class score over the pixels (Selvaraju et al., ICCV 2017). */
	GRADCAM("gradcam"),
	/** Positive gradients, weighted so that several places count as one does (Chattopadhay et al., WACV 2018). */
	GRADCAM_PLUS_PLUS("gradcam++"),
	/** How the class scores when only a channel's places are shown; needs no gradient (Wang et al., CVPRW 2020). */
	SCORECAM("scorecam");

	private final String key;

	Method(final String key) {
		this.key = key;
	}

	/** @return as users name it */
	public String key() {
		return key;
	}

	/** @return the keys of all methods */
	public static List<String> keys() {
		return Arrays.stream(values()).map(Method::key).toList();
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
