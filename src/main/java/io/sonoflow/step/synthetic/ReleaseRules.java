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
package io.sonoflow.step.synthetic;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Folders;
import io.sonoflow.nn.weights.install.Published;
import io.sonoflow.run.RunFolder;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** When and where a set may be released. */
final class ReleaseRules {

	/** The key. */
	private static final String KEY = "release";

	/** Names told of files in the way. */
	private static final int SHOWN = 3;

	private ReleaseRules() {
	}

	/** @throws SonoflowException.Input if nobody would look for copies, or none could be found */
	static void checkAudit(final FilterSynthetic step) {
		if (!step.audit) throw new SonoflowException.Input("release=" + step.release +
			" needs audit=true: nobody would know whether images of patients are among those that are passed on.");
		if (step.alarm == 0) throw new SonoflowException.Input("release=" + step.release +
			" is not possible with alarm=0: no image would be taken for a copy. Give alarm=0.001, or larger to be stricter.");
	}

	/**
	 * Looks before any work.
	 *
	 * @param features the file of the network
	 * @throws SonoflowException.Input if the folder is taken, or is, lies in or holds one that is read or written
	 */
	static void check(final FilterSynthetic step, final Path features) {
		if (step.release == null) return;
		checkApart(step, "output", step.output);
		checkApart(step, "cache", step.storage.cache);
		RunFolder.check(run(step, List.of(step.real.toPath(), step.synthetic.toPath(), features)));
		final List<String> strangers = RunFolder.strangers(step.release.toPath());
		if (!strangers.isEmpty()) throw new SonoflowException.Input("release=" + step.release + " holds " + strangers.size() +
			" other files, which would be passed on with the images: " + String.join(", ", strangers.subList(0, Math.min(SHOWN,
				strangers.size()))) + (strangers.size() > SHOWN ? ", ..." : "") + ". Give an empty or new folder.");
	}

	private static void checkApart(final FilterSynthetic step, final String key, final File other) {
		if (other == null) return;
		final Path release = real(step.release);
		final Path folder = real(other);
		if (release.startsWith(folder) || folder.startsWith(release)) throw new SonoflowException.Input("release=" + step.release +
			" is, lies in or holds " + key + "=" + other +
			". Give a folder of its own: all that is in it is meant to be passed on.");
	}

	private static Path real(final File folder) {
		try {
			return Folders.real(folder.toPath());
		}
		catch (final IOException e) {
			throw new SonoflowException.File(folder + " cannot be found: " + AtomicFiles.reason(e) + ". Check the path.", e);
		}
	}

	private static RunFolder.Run run(final FilterSynthetic keys, final List<Path> inputs) {
		return new RunFolder.Run(FilterSynthetic.LABEL, keys, keys.release.toPath(), keys.overwrite, inputs).under(KEY);
	}

	/** {@return the run as it is recorded in the folder that is passed on: no file is named, nothing that was read is hashed} */
	static RunFolder.Run anonymous(final FilterSynthetic step) {
		final FilterSynthetic copy = (FilterSynthetic) step.clone();
		copy.keys().stream().filter(key -> key.type() == File.class).forEach(key -> copy.set(Map.of(key.name(), "")));
		copy.embedding.features = network(step);
		copy.embedding.source.prefix = "";
		return new RunFolder.Run(FilterSynthetic.LABEL, copy, step.release.toPath(), step.overwrite, List.of()).under(KEY);
	}

	/** {@return the network by its published name; others have names of their owner's} */
	static String network(final FilterSynthetic step) {
		return Published.of(step.embedding.features).map(Published::key).orElse("own network");
	}
}
