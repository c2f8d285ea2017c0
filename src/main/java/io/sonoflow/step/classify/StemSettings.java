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
package io.sonoflow.step.classify;

import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Stem;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** How weights that were trained on colour images are read for grey ones. */
public final class StemSettings extends Parameters {

	private static final String AVERAGE = "average";

	@Parameter(label = "Grey", description = "What becomes of a first layer for three colours: its sum over them, which sees of " +
		"a grey image what three equal colours showed (sum), or their mean, a third of that signal (average).", choices = { "sum",
			AVERAGE }, attrs = @Attr(name = Key.SINCE, value = "sum"))
	public String grey = "sum";

	@Parameter(label = "Normalisation", description = "By what the images were normalised that a transformer's colour weights " +
		"were trained on: ImageNet's mean and deviation (imagenet), 0.5 and 0.5 (half, as timm's own), or as the file seems (auto), " +
		"which is said.", choices = { Stem.AUTO, "imagenet", "half" }, attrs = @Attr(name = Key.SINCE, value = Stem.AUTO))
	public String normalisation = Stem.AUTO;

	/**
	 * @param prefix under which the network lies in the file; empty = found
	 * @return how the file is read
	 */
	public ModelFile.Reading reading(final String prefix) {
		return new ModelFile.Reading(prefix, grey.equals(AVERAGE) ? ModelFile.Grey.AVERAGE : ModelFile.Grey.SUM, normalisation);
	}
}
