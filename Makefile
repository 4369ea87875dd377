# A menu; build.sh is the build.
.PHONY: compile jar test demo clean
compile jar test demo clean: ; @./build.sh $@
