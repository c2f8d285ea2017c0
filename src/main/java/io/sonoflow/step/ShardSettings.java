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
package io.sonoflow.step;

import io.sonoflow.SonoflowException;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.run.Shard;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Which part of the files a process does, of several that write into one folder. */
public final class ShardSettings extends Parameters {

	@Parameter(label = "Shard", description = "Which part of the images and clips this process does, part/count; 1/1 = all. " +
		"When all are done, the last one writes the tables.", attrs = { @Attr(name = Key.PATTERN, value = Key.SHARD), @Attr(
			name = Key.ALLOWED, value = "part/count, e.g. 2/8"), @Attr(name = Key.FRAME) })
	public String shard = "1/1";

	/** @throws SonoflowException.Input if an open image is to be shared, which other processes do not see */
	public void requireFiles(final boolean open) {
		if (open && !Shard.parse(shard).isWhole()) throw new SonoflowException.Input("shard=" + shard +
			": the active image cannot be shared by several processes. Use shard=1/1, or give input.");
	}
}
