package io.sonoflow.legacy;

import java.util.Map;

/** A command that is told what its dialog in plain ImageJ holds while it is open, as Fiji's dialogs tell theirs. */
public interface DialogFollower {

	/** @param values what stands in the dialog after a change, by key, as typed; null once it was cancelled */
	void follow(Map<String, String> values);
}
