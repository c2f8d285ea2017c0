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
package io.sonoflow.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonoflow.Children;

import java.util.List;

import org.junit.jupiter.api.Test;

/** The exit code of a process that is not our launcher's. */
class FailuresTest {

	/** What a headless Fiji does: ends with 0, whatever the macro did. */
	static final class Program {

		private Program() {
		}

		public static void main(final String[] args) {
			for (final String each : List.of(args))
				switch (each) {
					case "fail" -> {
						Failures.add("Crop Ultrasound");
						Failures.endWithOne();
					}
					case "take" -> Failures.take();
					default -> throw new IllegalArgumentException(each);
				}
			System.exit(0);
		}
	}

	private static int code(final String... args) throws Exception {
		return Children.start(Program.class, args).waitFor();
	}

	@Test
	void aFailureThatNobodyTookEndsWithOne() throws Exception {
		assertEquals(1, code("fail", "fail"));
		assertEquals(0, code("fail", "take"));
		assertEquals(1, code("fail", "take", "fail"));
		assertEquals(0, code());
	}
}
