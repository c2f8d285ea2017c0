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
package io.sonoflow.run;

import io.sonoflow.SonoflowException;

/**
 * Which part of the work this process does.
 *
 * @param index 1..count
 * @param count at least 1
 */
public record Shard(int index, int count) {

	/** All of it. */
	public static final Shard WHOLE = new Shard(1, 1);

	/**
	 * @param text {@code i/n} with 1 &lt;= i &lt;= n
	 * @throws SonoflowException.Input if it is anything else
	 */
	public static Shard parse(final String text) {
		final String[] parts = text.strip().split("/");
		try {
			if (parts.length == 2) {
				final Shard shard = new Shard(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
				if (shard.index >= 1 && shard.index <= shard.count) return shard;
			}
		}
		catch (final NumberFormatException e) {
			// Said below.
		}
		throw new SonoflowException.Input("shard=" + text +
			" is not of the form i/n with 1 <= i <= n, e.g. 2/3 for the second of three processes.");
	}

	/** {@return whether this process does the work item} */
	public boolean has(final int item) {
		return item % count == index - 1;
	}

	/** {@return whether there is only this process} */
	public boolean isWhole() {
		return count == 1;
	}

	@Override
	public String toString() {
		return index + "/" + count;
	}
}
