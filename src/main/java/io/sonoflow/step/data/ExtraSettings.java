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
package io.sonoflow.step.data;

import io.sonoflow.Monitor;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.parameter.Parameters;

import java.nio.file.Path;
import java.util.List;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** On what else a network is trained. */
public final class ExtraSettings extends Parameters {

	@Parameter(label = "Extra images", description = "dataset.csv or folder of labelled images, several separated by commas, " +
		"that are only ever trained on, never tested: e.g. those of \"Generate Ultrasound...\", one folder a class. Their labels are labels " +
		"of input. Empty = none.", attrs = { @Attr(name = Key.LIST), @Attr(name = Key.EXISTS), @Attr(name = Key.SINCE, value = "") })
	public String extra = "";

	/** {@return the data sets, in their order} */
	public List<Path> paths() {
		return Lists.paths(extra);
	}

	/**
	 * {@return the images that networks learn: those of the data, and these}
	 *
	 * @throws io.sonoflow.SonoflowException if a label is missing or unknown, or an image cannot be used
	 */
	public ExtraImages read(final LabelledImages data, final Monitor monitor) {
		return ExtraImages.read(paths(), data, monitor);
	}
}
