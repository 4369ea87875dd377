# A menu; build.sh is the build.
COMMANDS = compile jar install test single image bench soak worker-check demo clean ci
.PHONY: help $(COMMANDS)
help: ; @./build.sh help
$(COMMANDS): ; @./build.sh $@
