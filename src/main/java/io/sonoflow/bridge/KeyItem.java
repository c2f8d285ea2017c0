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
package io.sonoflow.bridge;

import io.sonoflow.SonoflowException;
import io.sonoflow.parameter.Key;

import java.lang.reflect.Type;

import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModuleItem;
import org.scijava.module.Module;

/** A step's parameter as an input of a command. Nothing is remembered between calls, and nothing asked by SciJava itself. */
final class KeyItem<T> extends CommandModuleItem<T> {

	private final Key key;
	private final T initial;

	@SuppressWarnings("unchecked")
	KeyItem(final CommandInfo info, final Key key, final Object initial) {
		super(info, key.field());
		this.key = key;
		this.initial = (T) initial;
	}

	Key key() {
		return key;
	}

	@Override
	public String getName() {
		return key.name();
	}

	@Override
	@SuppressWarnings("unchecked")
	public Class<T> getType() {
		return (Class<T>) key.type();
	}

	@Override
	public Type getGenericType() {
		return key.type();
	}

	@Override
	public boolean isRequired() {
		return false;
	}

	@Override
	public boolean isPersisted() {
		return false;
	}

	@Override
	public boolean isAutoFill() {
		return false;
	}

	@Override
	public T getDefaultValue() {
		return initial;
	}

	/** Only dialogs ask; what a macro gave wrong is said by the command itself. */
	@Override
	public String validateMessage(final Module module) {
		try {
			((StepModule) module).command().step().check(key);
			return null;
		}
		catch (final SonoflowException e) {
			return e.getMessage();
		}
	}
}
